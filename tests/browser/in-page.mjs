// What runs inside the page under test.

/**
 * Small tools inside the page that all probes use, as `window.probe`. It reaches the page through the
 * debugger, so the page's Content-Security-Policy stays in force for the page itself.
 */
export function installHelpers() {
  const probe = {
    INTERACTIVE: "a[href], button, input:not([type=hidden]), select, textarea, summary",

    /** A short selector that leads a person to the element. */
    selector(element) {
      const steps = [];
      for (let at = element; at; at = at.parentElement) {
        if (at.id) {
          steps.unshift(`#${CSS.escape(at.id)}`);
          break;
        }
        const classes = [...at.classList].slice(0, 2).map((name) => `.${CSS.escape(name)}`);
        const alike = [...(at.parentElement?.children ?? [])].filter((child) => child.localName === at.localName);
        const place = alike.length > 1 ? `:nth-of-type(${alike.indexOf(at) + 1})` : "";
        steps.unshift(at.localName + classes.join("") + place);
      }
      if (steps.length > 1 && steps[0] === "html") steps.shift();
      return (steps.length > 4 ? [steps[0], "…", ...steps.slice(-3)] : steps).join(" > ");
    },

    snippet(element) {
      return element.outerHTML.slice(0, 400);
    },

    fault(rule, element, message) {
      return { rule, selector: probe.selector(element), message, snippet: probe.snippet(element) };
    },

    /** Whether a sighted reader can see the element somewhere on the page. */
    visible(element) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && !probe.hiddenVisually(element);
    },

    /** Text kept for screen readers alone: clipped to nothing, itself or an ancestor. */
    hiddenVisually(element) {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        const { clip, clipPath, overflow } = getComputedStyle(at);
        if (/inset\((50|100)%/.test(clipPath) || /rect\(([01])px(,? \1px){3}\)/.test(clip)) return true;
        const box = at.getBoundingClientRect();
        if (overflow !== "visible" && box.width <= 1 && box.height <= 1) return true;
      }
      return false;
    },

    /** Any CSS colour as [r, g, b, alpha]. */
    rgba(colour) {
      probe.canvas ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
        willReadFrequently: true,
      });
      probe.canvas.clearRect(0, 0, 1, 1);
      probe.canvas.fillStyle = "#000";
      probe.canvas.fillStyle = colour;
      probe.canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = probe.canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    },

    /** The colour behind an element's content; null where a picture makes it unknowable, or nothing is painted. */
    background(element) {
      let above = [0, 0, 0, 0];
      for (let at = element; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.backgroundImage !== "none") return null;
        const [red, green, blue, alpha] = probe.rgba(style.backgroundColor);
        const share = (1 - above[3]) * alpha;
        above = [above[0] + red * share, above[1] + green * share, above[2] + blue * share, above[3] + share];
        if (above[3] > 0.99) return above;
      }
      return null;
    },

    /** The contrast of two colours, from 1 to 21 (WCAG 1.4.3). */
    contrast(one, other) {
      const luminance = (colour) => {
        const [red, green, blue] = colour.map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05);
    },
  };
  window.probe = probe;
}
