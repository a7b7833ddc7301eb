package org.pydb.calcite.exec.jsonpath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.value.Decimals;

/** One search along a path. Used once. */
final class PathRun {
  private final boolean isStrict;
  private final Json root;
  private final Map<String, Json> variables;

  /** What the innermost filter looks at, and the length of the innermost array. */
  private Json current;

  private int length = -1;

  PathRun(JsonPath path, Json root, Map<String, Json> variables) {
    isStrict = path.isStrict();
    this.root = root;
    this.variables = variables;
    current = root;
  }

  /** What a step leads to. */
  List<Json> items(PathStep step) {
    if (step instanceof PathStep.Root) {
      return List.of(root);
    }
    if (step instanceof PathStep.Current) {
      return List.of(current);
    }
    if (step instanceof PathStep.Constant constant) {
      return List.of(constant.value());
    }
    if (step instanceof PathStep.Last) {
      return List.of(last());
    }
    if (step instanceof PathStep.Variable variable) {
      return List.of(variable(variable.name()));
    }
    if (step instanceof PathStep.Member member) {
      return members(member);
    }
    if (step instanceof PathStep.AnyMember any) {
      return anyMembers(any);
    }
    if (step instanceof PathStep.Below below) {
      List<Json> found = new ArrayList<>();
      items(below.from()).forEach(item -> addBelow(item, 0, below, found));
      return found;
    }
    if (step instanceof PathStep.AnyElement any) {
      return anyElements(any);
    }
    if (step instanceof PathStep.Elements elements) {
      return elements(elements);
    }
    if (step instanceof PathStep.Filter filter) {
      return filtered(filter);
    }
    if (step instanceof PathStep.Method method) {
      List<Json> found = new ArrayList<>();
      boolean takesArrays = method.name().equals("type") || method.name().equals("size");
      for (Json item : takesArrays ? items(method.from()) : unwrapped(items(method.from()))) {
        found.addAll(PathMethods.apply(method, item, isStrict));
      }
      return found;
    }
    if (step instanceof PathStep.Arithmetic arithmetic) {
      return List.of(new Json.Numeric(computed(arithmetic)));
    }
    if (step instanceof PathStep.Sign sign) {
      return signed(sign);
    }
    Boolean holds = holds(step);
    return List.of(holds == null ? Json.Word.NULL : Json.Word.of(holds));
  }

  // ------------------------------------------------------------------ values

  private Json last() {
    if (length < 0) {
      throw new SqlError("42601", "LAST is allowed only in array subscripts");
    }
    return new Json.Numeric(BigDecimal.valueOf(length - 1));
  }

  private Json variable(String name) {
    Json value = variables.get(name);
    if (value == null) {
      throw new SqlError("42704", "could not find jsonpath variable \"" + name + "\"");
    }
    return value;
  }

  /** In a lax path arrays stand for their elements where single values are wanted. */
  private List<Json> unwrapped(List<Json> items) {
    if (isStrict || items.stream().noneMatch(Json.Array.class::isInstance)) {
      return items;
    }
    List<Json> all = new ArrayList<>();
    for (Json item : items) {
      if (item instanceof Json.Array array) {
        all.addAll(array.elements());
      } else {
        all.add(item);
      }
    }
    return all;
  }

  // ------------------------------------------------------------------ steps

  private List<Json> members(PathStep.Member member) {
    List<Json> found = new ArrayList<>();
    for (Json item : unwrapped(items(member.from()))) {
      Json value = item instanceof Json.Members object ? object.members().get(member.key()) : null;
      if (value != null) {
        found.add(value);
      } else if (isStrict && item instanceof Json.Members) {
        throw new SqlError("2203A", "JSON object does not contain key \"" + member.key() + "\"");
      } else if (isStrict) {
        throw new SqlError("2203A", "jsonpath member accessor can only be applied to an object");
      }
    }
    return found;
  }

  private List<Json> anyMembers(PathStep.AnyMember any) {
    List<Json> found = new ArrayList<>();
    for (Json item : unwrapped(items(any.from()))) {
      if (item instanceof Json.Members object) {
        found.addAll(object.members().values());
      } else if (isStrict) {
        throw new SqlError(
            "2203C", "jsonpath wildcard member accessor can only be applied to an object");
      }
    }
    return found;
  }

  private static void addBelow(Json item, int level, PathStep.Below below, List<Json> found) {
    if (level > below.most()) {
      return;
    }
    boolean isDeepest = item.isScalar();
    if (level >= below.least() || (below.least() == Integer.MAX_VALUE && isDeepest)) {
      found.add(item);
    }
    if (item instanceof Json.Array array) {
      array.elements().forEach(element -> addBelow(element, level + 1, below, found));
    } else if (item instanceof Json.Members object) {
      object.members().values().forEach(member -> addBelow(member, level + 1, below, found));
    }
  }

  private List<Json> anyElements(PathStep.AnyElement any) {
    List<Json> found = new ArrayList<>();
    for (Json item : items(any.from())) {
      if (item instanceof Json.Array array) {
        found.addAll(array.elements());
      } else if (isStrict) {
        throw new SqlError(
            "22039", "jsonpath wildcard array accessor can only be applied to an array");
      } else {
        found.add(item);
      }
    }
    return found;
  }

  private List<Json> elements(PathStep.Elements step) {
    List<Json> found = new ArrayList<>();
    for (Json item : items(step.from())) {
      if (isStrict && !(item instanceof Json.Array)) {
        throw new SqlError("22039", "jsonpath array accessor can only be applied to an array");
      }
      List<Json> elements = item instanceof Json.Array array ? array.elements() : List.of(item);
      int around = length;
      length = elements.size();
      for (PathStep.Range range : step.ranges()) {
        addRange(elements, range, found);
      }
      length = around;
    }
    return found;
  }

  private void addRange(List<Json> elements, PathStep.Range range, List<Json> found) {
    long first = subscript(range.first());
    long last = range.last() == null ? first : subscript(range.last());
    if (isStrict && (first < 0 || first > last || last >= elements.size())) {
      throw new SqlError("22033", "jsonpath array subscript is out of bounds");
    }
    for (long i = Math.max(0, first); i <= Math.min(last, elements.size() - 1L); i++) {
      found.add(elements.get((int) i));
    }
  }

  private long subscript(PathStep step) {
    List<Json> found = items(step);
    if (found.size() != 1 || !(found.get(0) instanceof Json.Numeric number)) {
      throw new SqlError("22033", "jsonpath array subscript is not a single numeric value");
    }
    try {
      return number.value().toBigInteger().intValueExact();
    } catch (ArithmeticException e) {
      throw new SqlError("22033", "jsonpath array subscript is out of integer range");
    }
  }

  private List<Json> filtered(PathStep.Filter filter) {
    List<Json> found = new ArrayList<>();
    Json around = current;
    for (Json item : unwrapped(items(filter.from()))) {
      current = item;
      if (Boolean.TRUE.equals(holds(filter.condition()))) {
        found.add(item);
      }
      current = around;
    }
    return found;
  }

  // ------------------------------------------------------------------ numbers

  private BigDecimal computed(PathStep.Arithmetic step) {
    BigDecimal left = number(step.left(), "left", step.operator());
    BigDecimal right = number(step.right(), "right", step.operator());
    boolean isZero = right.signum() == 0;
    if (isZero && (step.operator() == '/' || step.operator() == '%')) {
      throw new SqlError("22012", "division by zero");
    }
    return Decimals.checked(
        switch (step.operator()) {
          case '+' -> left.add(right);
          case '-' -> left.subtract(right);
          case '*' -> left.multiply(right);
          case '/' -> Decimals.divide(left, right);
          default -> left.remainder(right);
        });
  }

  private BigDecimal number(PathStep step, String side, char operator) {
    List<Json> found = unwrapped(items(step));
    if (found.size() == 1 && found.get(0) instanceof Json.Numeric number) {
      return number.value();
    }
    throw new SqlError(
        "22038",
        side + " operand of jsonpath operator " + operator + " is not a single numeric value");
  }

  private List<Json> signed(PathStep.Sign sign) {
    List<Json> found = new ArrayList<>();
    for (Json item : unwrapped(items(sign.operand()))) {
      if (!(item instanceof Json.Numeric number)) {
        throw new SqlError(
            "2203B",
            "operand of unary jsonpath operator "
                + (sign.isMinus() ? "-" : "+")
                + " is not a numeric value");
      }
      found.add(sign.isMinus() ? new Json.Numeric(number.value().negate()) : number);
    }
    return found;
  }

  // ------------------------------------------------------------------ conditions

  /** Whether a condition holds; null if that is not known. */
  private @Nullable Boolean holds(PathStep step) {
    if (step instanceof PathStep.And and) {
      Boolean left = holds(and.left());
      Boolean right = Boolean.FALSE.equals(left) ? left : holds(and.right());
      boolean isFalse = Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right);
      return isFalse ? Boolean.FALSE : (left == null || right == null) ? null : Boolean.TRUE;
    }
    if (step instanceof PathStep.Or or) {
      Boolean left = holds(or.left());
      Boolean right = Boolean.TRUE.equals(left) ? left : holds(or.right());
      boolean isTrue = Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right);
      return isTrue ? Boolean.TRUE : (left == null || right == null) ? null : Boolean.FALSE;
    }
    if (step instanceof PathStep.Not not) {
      Boolean holds = holds(not.condition());
      return holds == null ? null : !holds;
    }
    if (step instanceof PathStep.IsUnknown unknown) {
      return holds(unknown.condition()) == null;
    }
    if (step instanceof PathStep.Exists exists) {
      List<Json> found = found(exists.path());
      return found == null ? null : !found.isEmpty();
    }
    if (step instanceof PathStep.Compare compare) {
      return pairs(
          compare.left(),
          compare.right(),
          (left, right) -> PathComparison.holds(compare.operator(), left, right));
    }
    if (step instanceof PathStep.StartsWith starts) {
      return pairs(
          starts.text(),
          starts.prefix(),
          (text, prefix) ->
              (text instanceof Json.Text whole && prefix instanceof Json.Text begin)
                  ? whole.value().startsWith(begin.value())
                  : null);
    }
    if (step instanceof PathStep.LikeRegex like) {
      return pairs(
          like.text(),
          new PathStep.Constant(Json.Word.NULL),
          (text, none) -> {
            if (!(text instanceof Json.Text whole)) {
              return null;
            }
            like.expression().search(whole.value(), () -> {});
            return like.expression().find(0);
          });
    }
    throw new SqlError("22038", "single boolean result is expected");
  }

  /** What a path within a condition finds; null if that is an error. */
  private @Nullable List<Json> found(PathStep step) {
    try {
      return items(step);
    } catch (SqlError e) {
      if (e.state().startsWith("22")) {
        return null;
      }
      throw e;
    }
  }

  /** A condition on two values. */
  @FunctionalInterface
  private interface Pair {
    @Nullable Boolean holds(Json left, Json right);
  }

  /** Whether a condition holds for any pair; a strict path looks at all of them. */
  private @Nullable Boolean pairs(PathStep left, PathStep right, Pair condition) {
    List<Json> lefts = found(left);
    List<Json> rights = found(right);
    if (lefts == null || rights == null) {
      return null;
    }
    boolean isFound = false;
    boolean isUnknown = false;
    for (Json a : unwrapped(lefts)) {
      for (Json b : unwrapped(rights)) {
        Boolean holds = condition.holds(a, b);
        isUnknown |= holds == null;
        isFound |= Boolean.TRUE.equals(holds);
        if (isStrict ? isUnknown : isFound) {
          return isStrict ? null : Boolean.TRUE;
        }
      }
    }
    return isFound ? Boolean.TRUE : isUnknown ? null : Boolean.FALSE;
  }
}
