// How Teams dresses an Adaptive Card, light and dark: sizes, spacing and colours for Microsoft's renderer.

const pair = (colour, subtle) => ({ default: colour, subtle });

function foreground(dark) {
  return dark
    ? {
        default: pair("#ffffff", "#c8c8c8"), dark: pair("#ffffff", "#c8c8c8"), light: pair("#ffffff", "#d6d6d6"),
        accent: pair("#a6a9fa", "#b9bbfb"), good: pair("#9fd89f", "#b5e0b5"),
        warning: pair("#fce100", "#f0d94f"), attention: pair("#f1a3ab", "#f3b6bc"),
      }
    : {
        default: pair("#242424", "#575757"), dark: pair("#242424", "#575757"), light: pair("#ffffff", "#e0e0e0"),
        accent: pair("#4f52b2", "#5357b5"), good: pair("#0e700e", "#1c6b1c"),
        warning: pair("#7a4f01", "#7a4f01"), attention: pair("#b10e1c", "#a8202c"),
      };
}

export function hostConfig(dark) {
  const colours = foreground(dark);
  const style = (light, night) => ({ backgroundColor: dark ? night : light, foregroundColors: colours });
  return {
    supportsInteractivity: true,
    fontFamily: '"Segoe UI", system-ui, -apple-system, "Noto Sans", "DejaVu Sans", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
    separator: { lineThickness: 1, lineColor: dark ? "#4d4d4d" : "#e0e0e0" },
    imageSizes: { small: 32, medium: 52, large: 100 },
    containerStyles: {
      default: style("#ffffff", "#292929"),
      emphasis: style("#f3f3f3", "#383838"),
      accent: style("#ebebfc", "#34356b"),
      good: style("#e3f4e3", "#1c4a1c"),
      warning: style("#fff4ce", "#4f3d05"),
      attention: style("#fdecee", "#5c1a21"),
    },
    actions: {
      // Teams shows six and hides the rest behind "…" (teams-facts §5).
      maxActions: 6,
      spacing: "default",
      buttonSpacing: 8,
      actionsOrientation: "horizontal",
      actionAlignment: "left",
      showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    },
    inputs: {
      label: {
        inputSpacing: "small",
        requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" },
        optionalInputs: { weight: "bolder" },
      },
      errorMessage: { color: "attention", size: "small" },
    },
    factSet: {
      title: { color: "default", size: "default", isSubtle: false, weight: "bolder", wrap: true, maxWidth: 170 },
      value: { color: "default", size: "default", isSubtle: false, weight: "default", wrap: true },
      spacing: 12,
    },
    textStyles: { heading: { size: "medium", weight: "bolder" } },
    textBlock: { headingLevel: 2 },
  };
}
