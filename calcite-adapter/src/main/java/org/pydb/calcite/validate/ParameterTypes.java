package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * The types of a statement's parameters, as validation finds them. Belongs to one validation.
 *
 * <p>A parameter takes the type that its place asks for. Where a place asks for nothing, such as
 * {@code select ?}, some type is guessed so that planning can go on, and the guess is marked: when
 * values are bound, the statement is planned again with their types.
 */
public final class ParameterTypes {
  private final List<@Nullable RelDataType> given;
  private final List<@Nullable RelDataType> found = new ArrayList<>();
  private final List<Boolean> guessed = new ArrayList<>();

  /**
   * Types for a statement's parameters.
   *
   * @param given types that are known beforehand; null or nothing for those that are not
   */
  public ParameterTypes(List<@Nullable RelDataType> given) {
    this.given = given;
  }

  /** The type of a parameter in a place that asks for a type: without its bounds, and nullable. */
  public static RelDataType ofPlace(RelDataType placeType) {
    return PydbTypeFactory.INSTANCE.nullable(UntypedLiteral.unbounded(placeType));
  }

  /** How many parameters were seen: one more than the highest number. */
  public int size() {
    return found.size();
  }

  /** The type of a parameter, or null if nothing is known yet. */
  public @Nullable RelDataType type(int index) {
    if (index < given.size() && given.get(index) != null) {
      return given.get(index);
    }
    return index < found.size() ? found.get(index) : null;
  }

  /** Whether the place of the parameter asks for no particular type. */
  public boolean isGuessed(int index) {
    return index < guessed.size() && guessed.get(index);
  }

  /** Whether nothing has yet asked the parameter to be of some type. */
  boolean isOpen(int index) {
    boolean isGiven = index < given.size() && given.get(index) != null;
    return !isGiven && (index >= guessed.size() || guessed.get(index));
  }

  /** Notes that there is such a parameter. */
  void see(int index) {
    while (found.size() <= index) {
      found.add(null);
      guessed.add(true);
    }
  }

  /** Notes the type that a parameter's place asks for; the first to ask decides. */
  public void set(int index, RelDataType type) {
    see(index);
    if (guessed.get(index)) {
      found.set(index, type);
      guessed.set(index, false);
    }
  }

  /** Notes a guess; whoever knows more may still decide, and a later guess counts more. */
  void guess(int index, RelDataType type) {
    see(index);
    if (guessed.get(index)) {
      found.set(index, type);
    }
  }
}
