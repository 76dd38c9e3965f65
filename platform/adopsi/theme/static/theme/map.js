// Leaflet for <c-map>: own vector outlines below, optional raster tiles, clustered places, a point picker for forms.
(function () {
  "use strict";
  // The outlines' colours stand in the stylesheet, so that they follow light and dark; their widths stand here.
  const ORDER = ["region", "district", "park", "water", "river", "road"];
  const WIDTHS = { region: 2, district: 1, park: 0, water: 1, toll: 4, main: 3, rail: 1.5 };
  const kindOf = ({ properties }) => (properties && ORDER.includes(properties.kind) ? properties.kind : "region");
  const styleOf = (feature) => {
    const { tier, width } = feature.properties || {};
    const kind = kindOf(feature);
    const weight = width ? 1 + 1.5 * width : (WIDTHS[tier] ?? WIDTHS[kind] ?? 2);
    return { className: `map-${kind} map-tier-${WIDTHS[tier] ? tier : "none"}`, fillOpacity: 1, weight };
  };
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  // divIcon takes an element, so no text of a citizen is ever read as HTML.
  const pinIcon = (hue) => {
    const pin = element("span", `map-pin${/^[a-z]+$/.test(hue || "") ? ` hue-${hue}` : ""}`);
    return L.divIcon({ html: pin, className: "", iconSize: [30, 30], iconAnchor: [15, 36], popupAnchor: [0, -34] });
  };

  function popup(place, say) {
    const box = element("div", "grid gap-1");
    box.append(element("strong", "", place.title));
    if (place.text) box.append(element("span", "", place.text));
    if (place.url) {
      const link = element("a", "underline font-semibold", say.sayOpen);
      link.href = place.url;
      box.append(link);
    }
    return box;
  }

  function addPlaces(map, places, say) {
    const group = L.markerClusterGroup({
      maxClusterRadius: 48,
      showCoverageOnHover: false,
      chunkedLoading: true,
      iconCreateFunction: (cluster) => {
        const disc = element("span", "map-cluster", String(cluster.getChildCount()));
        const icon = L.divIcon({ html: disc, className: "", iconSize: [40, 40] });
        return icon;
      },
    });
    for (const place of places) {
      const marker = L.marker([place.lat, place.lng], { icon: pinIcon(place.hue), title: place.title, alt: place.title });
      marker.bindPopup(() => popup(place, say));
      group.addLayer(marker);
    }
    const nameClusters = () =>
      map.getPane("markerPane").querySelectorAll(".map-cluster").forEach((disc) => {
        disc.parentElement.setAttribute("aria-label", `${disc.textContent} ${say.sayCluster}`);
        disc.parentElement.setAttribute("role", "button");
      });
    group.on("animationend layeradd", nameClusters);
    map.on("moveend zoomend layeradd", nameClusters);
    map.addLayer(group);
    nameClusters();
    return group;
  }

  // Maps of many places ask for those in view, each time the view changes; `groups` stand for too many to draw.
  function followArea(map, url, say) {
    let [layer, wanted] = [null, 0];
    const opened = new Set();
    const groupMarker = ({ lat, lng, count }) => {
      const disc = element("span", "map-cluster", String(count));
      const icon = L.divIcon({ html: disc, className: "", iconSize: [40, 40] });
      const marker = L.marker([lat, lng], { icon, title: `${count} ${say.sayCluster}`, alt: `${count} ${say.sayCluster}` });
      return marker.on("click", () => map.setView([lat, lng], Math.min(map.getZoom() + 2, 18)));
    };
    async function ask() {
      const turn = (wanted += 1);
      const box = map.getBounds().pad(0.1).toBBoxString();
      const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}box=${box}`, { credentials: "same-origin" }).catch(() => null);
      // A slower answer to an earlier view must not overwrite this one; an open popup stays.
      if (!answer || !answer.ok || turn !== wanted || opened.size) return;
      const found = await answer.json();
      if (layer) layer.remove();
      layer = found.groups ? L.layerGroup(found.groups.map(groupMarker)).addTo(map) : addPlaces(map, found.markers, say);
    }
    map.on("popupopen", (event) => opened.add(event.popup));
    map.on("popupclose", (event) => opened.delete(event.popup));
    map.on("moveend", ask);
    return ask();
  }

  async function addBase(map, url) {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) return null;
    const outlines = await response.json();
    const all = outlines.features || [outlines];
    const isLabel = (feature) => feature.properties && feature.properties.kind === "district_label";
    const shapes = all.filter((feature) => !isLabel(feature));
    shapes.sort((one, other) => ORDER.indexOf(kindOf(one)) - ORDER.indexOf(kindOf(other)));
    map.createPane("base").style.zIndex = 250;
    const options = { pane: "base", interactive: false, style: styleOf };
    const layer = L.geoJSON({ type: "FeatureCollection", features: shapes }, options).addTo(map);
    addLabels(map, layer, all.filter(isLabel));
    return layer;
  }

  // Names of districts, at their own points where there are any, else in the middle of their outlines.
  function addLabels(map, layer, points) {
    const labels = L.layerGroup();
    map.createPane("labels").style.zIndex = 260;
    const write = (place, name) => {
      const icon = L.divIcon({ html: element("span", "", name), className: "map-label", iconSize: null });
      labels.addLayer(L.marker(place, { icon, interactive: false, keyboard: false, pane: "labels" }));
    };
    for (const { geometry, properties } of points) write([geometry.coordinates[1], geometry.coordinates[0]], properties.name);
    layer.eachLayer((shape) => {
      const { kind, name } = shape.feature.properties || {};
      if (kind === "district" && name && shape.getBounds) write(shape.getBounds().getCenter(), name);
    });
    // A wide kabupaten is named one step closer than where it fits; names would cover each other before.
    const nearEnough = Math.min(11, map.getZoom() + 1);
    const toggle = () => (map.getZoom() >= nearEnough ? labels.addTo(map) : labels.remove());
    map.on("zoomend", toggle);
    toggle();
  }

  function tool(map, iconText, title) {
    const button = element("button", "map-tool");
    button.type = "button";
    button.title = title;
    button.setAttribute("aria-label", title);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", iconText);
    svg.append(path);
    button.append(svg);
    L.DomEvent.disableClickPropagation(button);
    return button;
  }

  const CROSSHAIR = "M12 2v4M12 18v4M2 12h4M18 12h4M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z";

  function addPicker(map, holder, data, tell) {
    const say = holder.dataset;
    const lat = document.getElementById(say.mapLat);
    const lng = document.getElementById(say.mapLng);
    const limits = data.bounds && L.latLngBounds(data.bounds);
    const given = Number.parseFloat(lat.value) && Number.parseFloat(lng.value);
    const start = given ? L.latLng(Number.parseFloat(lat.value), Number.parseFloat(lng.value)) : map.getCenter();
    const pin = L.marker(start, { icon: pinIcon(data.hue), draggable: true, keyboard: true, title: say.sayPin, alt: say.sayPin, autoPan: true });
    const put = (point, write) => {
      pin.setLatLng(point).addTo(map);
      if (!write) return;
      lat.value = point.lat.toFixed(6);
      lng.value = point.lng.toFixed(6);
      lat.dispatchEvent(new Event("change", { bubbles: true }));
      const outside = limits && !limits.contains(point);
      tell(outside ? say.sayOutside : `${say.sayPicked}: ${lat.value}, ${lng.value}`);
    };
    put(start, false);
    if (given) map.setView(start, Math.max(map.getZoom(), 16));
    pin.on("dragend", () => put(pin.getLatLng(), true));
    map.on("click", (event) => put(event.latlng, true));
    // Arrow keys on the pin move it; the map's own arrow keys would move the ground instead.
    pin.getElement().addEventListener("keydown", (event) => {
      const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const reach = event.shiftKey ? 40 : 8;
      const place = map.latLngToContainerPoint(pin.getLatLng()).add(L.point(step).multiplyBy(reach));
      put(map.containerPointToLatLng(place), true);
      map.panInside(pin.getLatLng(), { padding: [60, 60] });
    });
    for (const input of [lat, lng])
      input.addEventListener("input", () => {
        const point = [Number.parseFloat(lat.value), Number.parseFloat(lng.value)];
        if (point.every(Number.isFinite)) {
          pin.setLatLng(point);
          map.panTo(point);
        }
      });
    return (point) => put(point, true);
  }

  function addLocate(map, holder, data, tell, pick) {
    if (!("geolocation" in navigator)) return;
    const button = tool(map, CROSSHAIR, holder.dataset.sayLocate);
    button.addEventListener("click", () => {
      button.setAttribute("aria-busy", "true");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          button.removeAttribute("aria-busy");
          const point = L.latLng(coords.latitude, coords.longitude);
          if (data.bounds && !L.latLngBounds(data.bounds).contains(point)) {
            tell(holder.dataset.sayOutside);
            return;
          }
          map.setView(point, 17);
          if (pick) pick(point);
          else L.circleMarker(point, { radius: 8, color: "#fff", weight: 3, fillColor: "#0369a1", fillOpacity: 1 }).addTo(map);
        },
        () => {
          button.removeAttribute("aria-busy");
          tell(holder.dataset.sayDenied);
        },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
      );
    });
    const tools = element("div", "map-tools");
    tools.append(button);
    holder.append(tools);
  }

  function firstView(map, data) {
    if (data.centre) map.setView(data.centre, data.zoom || 13);
    else if (data.bounds) map.fitBounds(data.bounds);
    else map.setView([-2.5, 118], 5);
  }

  async function start(holder) {
    const data = JSON.parse(document.getElementById(holder.dataset.map).textContent);
    const say = holder.dataset;
    const canvas = element("div");
    canvas.setAttribute("role", "region");
    canvas.setAttribute("aria-label", say.label);
    holder.replaceChildren(canvas);
    const map = L.map(canvas, { zoomControl: false, attributionControl: true, scrollWheelZoom: false, maxZoom: 19, minZoom: 4 });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: say.sayIn, zoomOutTitle: say.sayOut }).addTo(map);
    canvas.addEventListener("focusin", () => map.scrollWheelZoom.enable());
    canvas.addEventListener("focusout", () => map.scrollWheelZoom.disable());
    const voice = element("p", "map-say");
    voice.setAttribute("role", "status");
    holder.append(voice);
    const tell = (text) => (voice.textContent = text);
    firstView(map, data);
    if (data.attribution) map.attributionControl.addAttribution(element("span", "", data.attribution).innerHTML);
    if (data.tiles && data.tiles.url) L.tileLayer(data.tiles.url, { attribution: data.tiles.attribution, maxZoom: 19 }).addTo(map);
    const pick = say.mapLat ? addPicker(map, holder, data, tell) : null;
    addLocate(map, holder, data, tell, pick);
    if (data.base_url) {
      const base = await addBase(map, data.base_url);
      if (base && !data.centre && !data.bounds && base.getBounds().isValid()) map.fitBounds(base.getBounds());
    }
    let places = data.markers || [];
    if (data.markers_url) {
      const answer = await fetch(data.markers_url, { credentials: "same-origin" });
      if (answer.ok) places = places.concat((await answer.json()).markers);
    }
    if (places.length) addPlaces(map, places, say);
    if (data.area_url) await followArea(map, data.area_url, say);
    holder.dataset.ready = "yes";
    // For pages that draw on the map themselves, such as the LIVE Room.
    holder.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map, pinIcon } }));
  }

  const prepare = (part) => part.querySelectorAll("[data-map]:not([data-started])").forEach((holder) => {
    holder.dataset.started = "yes";
    start(holder);
  });
  prepare(document);
  document.addEventListener("htmx:afterSwap", (event) => prepare(event.target));
})();
