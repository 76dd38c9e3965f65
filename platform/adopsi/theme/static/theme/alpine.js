// The components Alpine knows; its CSP build takes no expressions, only these names.
document.addEventListener("alpine:init", () => {
  // x-data="disclosure": a button with @click="toggle" :aria-expanded="open", a part with x-show="open".
  Alpine.data("disclosure", () => ({
    open: false,
    toggle() {
      this.open = !this.open;
    },
    close() {
      this.open = false;
    },
  }));
  // x-data="selection": tick boxes with x-model="chosen"; `any`, `count` and @click="clear" for the bar of actions.
  Alpine.data("selection", () => ({
    chosen: [],
    get any() {
      return this.chosen.length > 0;
    },
    get count() {
      return this.chosen.length;
    },
    clear() {
      this.chosen = [];
    },
  }));
  // x-data="tabs": buttons with data-tab="name" @click="show"; parts with data-panel="name" x-ref of the same name.
  Alpine.data("tabs", () => ({
    init() {
      this.choose(this.$root.querySelector("[data-tab]"));
    },
    show(event) {
      this.choose(event.currentTarget);
    },
    choose(tab) {
      this.$root.querySelectorAll("[data-tab]").forEach((each) => each.setAttribute("aria-selected", String(each === tab)));
      this.$root.querySelectorAll("[data-panel]").forEach((panel) => {
        panel.hidden = panel.dataset.panel !== tab.dataset.tab;
      });
    },
  }));
});
