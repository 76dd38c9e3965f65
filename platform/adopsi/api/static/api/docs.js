// Shows the OpenAPI document; Swagger UI comes from our own host.
addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("swagger");
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    root.classList.toggle("dark-mode", root.dataset.theme ? root.dataset.theme === "kota-gelap" : dark.matches);
  };
  follow();
  dark.addEventListener("change", follow);
  new MutationObserver(follow).observe(root, { attributes: true, attributeFilter: ["data-theme"] });

  // Swagger UI brings code that only a mouse can scroll, and controls without names.
  const mend = () => {
    place.querySelectorAll("pre, .table-container").forEach((part) => {
      part.tabIndex = 0;
    });
    place.querySelectorAll("select:not([aria-label])").forEach((part) => part.setAttribute("aria-label", place.dataset.choice));
    place.querySelectorAll("input:not([aria-label])").forEach((part) => part.setAttribute("aria-label", part.placeholder));
    place.querySelectorAll("textarea:not([aria-label])").forEach((part) => part.setAttribute("aria-label", place.dataset.body));
  };
  new MutationObserver(mend).observe(place, { childList: true, subtree: true });

  // Its own layout would repeat the page's heading and put a second <main> into it.
  const house = ({ React }) => ({
    components: {
      HouseLayout: ({ getComponent, specSelectors }) => {
        const part = (name, whole) => React.createElement(getComponent(name, whole));
        if (specSelectors.loadingStatus() !== "success") return React.createElement("div", { className: "swagger-ui" }, part("errors", true));
        return React.createElement(
          "div",
          { className: "swagger-ui" },
          part("SvgAssets"),
          React.createElement("div", { className: "scheme-container" }, part("AuthorizeBtnContainer", true)),
          part("errors", true),
          part("operations", true),
        );
      },
    },
  });
  SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [house],
    layout: "HouseLayout",
    deepLinking: false,
    defaultModelsExpandDepth: -1,
    requestInterceptor: (request) => {
      if (request.method && request.method !== "GET") request.headers["X-CSRFToken"] = place.dataset.csrf;
      return request;
    },
  });
});
