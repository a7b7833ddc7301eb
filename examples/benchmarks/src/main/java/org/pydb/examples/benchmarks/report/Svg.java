package org.pydb.examples.benchmarks.report;

import java.util.Locale;

/** An SVG picture in the making; readable on light and on dark ground, which shows through. */
final class Svg {
  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #57606a; }
        .head { font-weight: 600; fill: #24292f; }
        .axis { stroke: #8c959f; stroke-width: 1; }
        .ours { fill: #2f81f7; }
        .other { fill: #9aa4b2; }
        .band { fill: #d4a72c; opacity: 0.18; }
        .limit { stroke: #d1242f; stroke-width: 1.5; stroke-dasharray: 6 4; }
        polyline { fill: none; stroke-width: 2; }
        .line0 { stroke: #2f81f7; fill: none; }
        .line1 { stroke: #2da44e; fill: none; }
        .line2 { stroke: #bc4c00; fill: none; }
        .small { font-size: 11px; }
        .grid { stroke: #8c959f; stroke-width: 1; opacity: 0.3; }
        .hue0 { fill: #2f81f7; stroke: #2f81f7; }
        .hue1 { fill: #9a4a00; stroke: #9a4a00; }
        .hue2 { fill: #d1741c; stroke: #d1741c; }
        .hue3 { fill: #eaa03c; stroke: #eaa03c; }
        .hue4 { fill: #c9473f; stroke: #c9473f; }
        .hue5 { fill: #2da44e; stroke: #2da44e; }
        .hue6 { fill: #8a63d2; stroke: #8a63d2; }
        .span { stroke-width: 2; opacity: 0.5; }
        .tick { stroke-width: 2; }
        .hollow { fill: none; stroke-width: 1.5; }
        @media (prefers-color-scheme: dark) {
          text { fill: #adbac7; }
          .head { fill: #f0f3f6; }
        }
      </style>
      """;

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  Svg(int width, int height) {
    this.width = width;
    this.height = height;
  }

  void text(double x, double y, String anchor, String style, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
        x, y, anchor, style, escaped(text));
  }

  void rectangle(double x, double y, double w, double h, String style) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>%n",
        x, y, w, h, style);
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n",
        x1, y1, x2, y2, style);
  }

  void circle(double x, double y, double radius, String style) {
    add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"/>%n", x, y, radius, style);
  }

  /** About how wide a text is. */
  static int width(String text) {
    return 8 * text.length();
  }

  void polyline(double[] x, double[] y, String style) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], y[i]));
    }
    add("<polyline points=\"%s\" class=\"%s\"/>%n", points.toString().strip(), style);
  }

  String finish() {
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\">%n",
            width,
            height,
            width)
        + STYLE
        + body
        + "</svg>\n";
  }

  private void add(String pattern, Object... values) {
    body.append(String.format(Locale.ROOT, pattern, values));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
