package org.pydb.calcite.exec.jsonpath;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonWriter;

/** The methods of paths: {@code .size()}, {@code .double()} … Stateless. */
final class PathMethods {
  private PathMethods() {}

  /** What a method gives for a value. */
  static List<Json> apply(PathStep.Method method, Json item, boolean isStrict) {
    return switch (method.name()) {
      case "type" -> List.of(new Json.Text(item.type()));
      case "size" -> List.of(size(item, isStrict));
      case "keyvalue" -> keysAndValues(item);
      case "boolean" -> List.of(truth(item));
      case "string" -> List.of(new Json.Text(text(item)));
      case "ceiling" -> number(plain(item, "ceiling").setScale(0, RoundingMode.CEILING));
      case "floor" -> number(plain(item, "floor").setScale(0, RoundingMode.FLOOR));
      case "abs" -> number(plain(item, "abs").abs());
      case "double" -> number(real(item));
      case "bigint" -> number(whole(item, "bigint", Long.MIN_VALUE, Long.MAX_VALUE));
      case "integer" -> number(whole(item, "integer", Integer.MIN_VALUE, Integer.MAX_VALUE));
      case "decimal" -> number(decimal(item, method.arguments()));
      default -> number(parsed(item, "number"));
    };
  }

  private static List<Json> number(BigDecimal value) {
    return List.of(new Json.Numeric(value.scale() < 0 ? value.setScale(0) : value));
  }

  private static Json size(Json item, boolean isStrict) {
    if (isStrict && !(item instanceof Json.Array)) {
      throw new SqlError("22039", "jsonpath item method .size() can only be applied to an array");
    }
    int size = item instanceof Json.Array array ? array.elements().size() : 1;
    return new Json.Numeric(BigDecimal.valueOf(size));
  }

  private static List<Json> keysAndValues(Json item) {
    if (!(item instanceof Json.Members object)) {
      throw new SqlError(
          "2203C", "jsonpath item method .keyvalue() can only be applied to an object");
    }
    List<Json> pairs = new ArrayList<>();
    object
        .members()
        .forEach(
            (key, value) -> {
              SortedMap<String, Json> pair = new TreeMap<>(Json.KEYS);
              pair.put("id", new Json.Numeric(BigDecimal.ZERO));
              pair.put("key", new Json.Text(key));
              pair.put("value", value);
              pairs.add(new Json.Members(pair));
            });
    return pairs;
  }

  /** A number, without reading strings. */
  private static BigDecimal plain(Json item, String method) {
    if (item instanceof Json.Numeric number) {
      return number.value();
    }
    throw new SqlError(
        "22036", "jsonpath item method ." + method + "() can only be applied to a numeric value");
  }

  /** A number, or what a string reads as. */
  private static BigDecimal parsed(Json item, String method) {
    if (item instanceof Json.Text text) {
      try {
        return new BigDecimal(text.value().strip());
      } catch (NumberFormatException e) {
        throw invalid(text.value(), method);
      }
    }
    if (item instanceof Json.Numeric number) {
      return number.value();
    }
    throw new SqlError(
        "22036",
        "jsonpath item method ." + method + "() can only be applied to a string or numeric value");
  }

  private static SqlError invalid(String value, String method) {
    return new SqlError(
        "22036",
        "argument \""
            + value
            + "\" of jsonpath item method ."
            + method
            + "() is invalid for type "
            + (method.equals("double") ? "double precision" : method));
  }

  private static BigDecimal real(Json item) {
    double value = parsed(item, "double").doubleValue();
    if (!Double.isFinite(value)) {
      throw invalid(text(item), "double");
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros();
  }

  private static BigDecimal whole(Json item, String method, long least, long most) {
    BigDecimal value = parsed(item, method);
    if (item instanceof Json.Text && value.stripTrailingZeros().scale() > 0) {
      throw invalid(text(item), method);
    }
    BigDecimal whole = value.setScale(0, RoundingMode.HALF_UP);
    if (whole.compareTo(BigDecimal.valueOf(least)) < 0
        || whole.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw invalid(text(item), method);
    }
    return whole;
  }

  private static BigDecimal decimal(Json item, List<Integer> arguments) {
    BigDecimal value = parsed(item, "decimal");
    if (arguments.isEmpty()) {
      return value;
    }
    int scale = arguments.size() > 1 ? arguments.get(1) : 0;
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() - rounded.scale() > arguments.get(0) - scale) {
      throw invalid(text(item), "decimal");
    }
    return rounded;
  }

  private static Json truth(Json item) {
    if (item == Json.Word.TRUE || item == Json.Word.FALSE) {
      return item;
    }
    if (item instanceof Json.Numeric number && number.value().stripTrailingZeros().scale() <= 0) {
      return Json.Word.of(number.value().signum() != 0);
    }
    if (item instanceof Json.Text text) {
      switch (text.value().strip().toLowerCase(Locale.ROOT)) {
        case "t", "true", "y", "yes", "on", "1" -> {
          return Json.Word.TRUE;
        }
        case "f", "false", "n", "no", "off", "0" -> {
          return Json.Word.FALSE;
        }
        default -> throw invalid(text.value(), "boolean");
      }
    }
    throw new SqlError(
        "22036",
        "jsonpath item method .boolean() can only be applied to a boolean, string, or numeric"
            + " value");
  }

  private static String text(Json item) {
    if (item instanceof Json.Text text) {
      return text.value();
    }
    if (!item.isScalar() || item == Json.Word.NULL) {
      throw new SqlError(
          "22036",
          "jsonpath item method .string() can only be applied to a boolean, string, numeric, or"
              + " datetime value");
    }
    return JsonWriter.text(item);
  }
}
