package org.pydb.calcite.copy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CopyOption;
import org.pydb.calcite.parser.CopyStatement;

/** The options of a COPY, and the format that they say. */
public final class CopyOptions {
  private static final Set<String> KNOWN =
      Set.of("format", "header", "delimiter", "null", "quote", "escape", "force_quote", "encoding");

  private final Map<String, CopyOption> options = new HashMap<>();

  private CopyOptions() {}

  /**
   * The format that a statement asks for.
   *
   * @throws PlacedError 42601 if an option is unknown, said twice or not for this format
   * @throws SqlError 22023 if its values do not go together
   */
  public static CopyFormat of(CopyStatement copy) {
    CopyOptions all = new CopyOptions();
    copy.options().forEach(option -> all.add((CopyOption) option));
    return all.format(copy);
  }

  private void add(CopyOption option) {
    if (!KNOWN.contains(option.name()) && !option.name().equals("csv")) {
      throw new PlacedError(
          option,
          "42601",
          "option \""
              + option.name()
              + "\" of COPY is not known; there are "
              + new TreeSet<>(KNOWN));
    }
    if (options.put(option.name(), option) != null) {
      throw new PlacedError(option, "42601", "the option " + option.name() + " stands there twice");
    }
  }

  private CopyFormat format(CopyStatement copy) {
    boolean csv = options.containsKey("csv") || isCsv();
    if (!csv) {
      refuse("quote", "is for CSV only");
      refuse("escape", "is for CSV only");
      refuse("force_quote", "is for CSV only");
    }
    if (copy.isInto()) {
      refuse("force_quote", "is for COPY TO only");
    }
    checkEncoding();
    String header = header();
    CopyFormat plain = CopyFormat.TEXT;
    char quote = sign("quote", '"');
    return new CopyFormat(
        csv,
        !header.equals("off"),
        header.equals("match") && copy.isInto(),
        sign("delimiter", csv ? ',' : plain.delimiter()),
        text("null", csv ? "" : plain.nullText()),
        quote,
        sign("escape", quote),
        isOn("force_quote"));
  }

  private boolean isCsv() {
    CopyOption format = options.get("format");
    if (format == null) {
      return false;
    }
    return switch (String.valueOf(format.value()).toLowerCase(Locale.ROOT)) {
      case "csv" -> true;
      case "text" -> false;
      default ->
          throw new PlacedError(
              format, "22023", "COPY has no format \"" + format.value() + "\": say csv or text");
    };
  }

  /** Whether, and how, there is a header: off, on or match. */
  private String header() {
    CopyOption header = options.get("header");
    if (header == null) {
      return "off";
    }
    String value = header.value();
    return switch (value == null ? "on" : value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "1" -> "on";
      case "off", "false", "0" -> "off";
      case "match" -> "match";
      default ->
          throw new PlacedError(
              header, "22023", "HEADER is true, false or match, not \"" + value + "\"");
    };
  }

  private void checkEncoding() {
    CopyOption encoding = options.get("encoding");
    if (encoding != null
        && !String.valueOf(encoding.value()).replace("-", "").equalsIgnoreCase("UTF8")) {
      throw new PlacedError(
          encoding, "0A000", "files are in UTF-8; for others open a Reader and call copyIn");
    }
  }

  private boolean isOn(String name) {
    CopyOption option = options.get(name);
    if (option != null && option.value() != null && !option.value().equals("*")) {
      throw new PlacedError(
          option, "0A000", "FORCE_QUOTE of single columns is not supported: FORCE_QUOTE * is");
    }
    return option != null;
  }

  private void refuse(String name, String why) {
    CopyOption option = options.get(name);
    if (option != null) {
      throw new PlacedError(option, "42601", "the option " + name + " " + why);
    }
  }

  private char sign(String name, char otherwise) {
    CopyOption option = options.get(name);
    if (option == null) {
      return otherwise;
    }
    String value = option.value();
    if (value == null || value.length() != 1) {
      throw new PlacedError(
          option, "22023", "the option " + name + " is a single character, not '" + value + "'");
    }
    return value.charAt(0);
  }

  private String text(String name, String otherwise) {
    CopyOption option = options.get(name);
    if (option == null) {
      return otherwise;
    }
    String value = option.value();
    if (value == null) {
      throw new PlacedError(option, "42601", "the option " + name + " wants a text");
    }
    return value;
  }
}
