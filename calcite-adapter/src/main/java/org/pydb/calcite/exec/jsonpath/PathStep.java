package org.pydb.calcite.exec.jsonpath;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.regex.RegularExpression;

/** A part of a path: a value, a step from values to others, or a condition. Immutable. */
sealed interface PathStep {

  // ------------------------------------------------------------------ values

  /** {@code $}: the value that is searched. */
  record Root() implements PathStep {}

  /** {@code @}: the value that a filter looks at. */
  record Current() implements PathStep {}

  /** {@code last}: the number of the last element. */
  record Last() implements PathStep {}

  /** {@code $name}: a value that was passed. */
  record Variable(String name) implements PathStep {}

  /** A number, a string, a truth value or null. */
  record Constant(Json value) implements PathStep {}

  // ------------------------------------------------------------------ steps

  /** {@code .key}. */
  record Member(PathStep from, String key) implements PathStep {}

  /** {@code .*}. */
  record AnyMember(PathStep from) implements PathStep {}

  /** {@code .**}: all that lies within, so many levels below. */
  record Below(PathStep from, int least, int most) implements PathStep {}

  /** {@code [*]}. */
  record AnyElement(PathStep from) implements PathStep {}

  /** {@code [1, 3 to last]}. */
  record Elements(PathStep from, List<Range> ranges) implements PathStep {}

  /** From one element to another; only one if there is no end. */
  record Range(PathStep first, @Nullable PathStep last) {}

  /** {@code ? (condition)}. */
  record Filter(PathStep from, PathStep condition) implements PathStep {}

  /** {@code .size()} and its kin. */
  record Method(PathStep from, String name, List<Integer> arguments) implements PathStep {}

  /** {@code +}, {@code -}, {@code *}, {@code /}, {@code %}. */
  record Arithmetic(char operator, PathStep left, PathStep right) implements PathStep {}

  /** {@code +} or {@code -} of each value. */
  record Sign(boolean isMinus, PathStep operand) implements PathStep {}

  // ------------------------------------------------------------------ conditions

  /** {@code ==}, {@code <} … */
  record Compare(String operator, PathStep left, PathStep right) implements PathStep {}

  /** {@code &&}. */
  record And(PathStep left, PathStep right) implements PathStep {}

  /** {@code ||}. */
  record Or(PathStep left, PathStep right) implements PathStep {}

  /** {@code !}. */
  record Not(PathStep condition) implements PathStep {}

  /** {@code exists (path)}. */
  record Exists(PathStep path) implements PathStep {}

  /** {@code (condition) is unknown}. */
  record IsUnknown(PathStep condition) implements PathStep {}

  /** {@code starts with}. */
  record StartsWith(PathStep text, PathStep prefix) implements PathStep {}

  /** {@code like_regex}. */
  record LikeRegex(PathStep text, RegularExpression expression) implements PathStep {}

  /** Whether it says if something holds. */
  default boolean isCondition() {
    return this instanceof Compare
        || this instanceof And
        || this instanceof Or
        || this instanceof Not
        || this instanceof Exists
        || this instanceof IsUnknown
        || this instanceof StartsWith
        || this instanceof LikeRegex;
  }
}
