package org.pydb.calcite.hoist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.hoist.TextPlaces.Place;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Takes the literals of one statement out of its plan. The statement is validated with them, so
 * that types and errors are what they always are; then each becomes a {@link HoistedLiteral} of the
 * very same type.
 */
public final class Hoisting {

  /** What hoists nothing. */
  public static final Hoisting NONE = new Hoisting(Map.of(), Map.of(), null, null);

  private final Map<SqlNode, Place> places;

  /** The ends of ranges; only plans for a class of values can leave them open. */
  private final Map<SqlNode, Place> ends;

  private final @Nullable StatementShape shape;
  private final @Nullable TextPlaces text;
  private final @Nullable LiteralSlot[] slots;
  private final boolean[] isNoted;
  private boolean isDone;

  private Hoisting(
      Map<SqlNode, Place> places,
      Map<SqlNode, Place> ends,
      @Nullable StatementShape shape,
      @Nullable TextPlaces text) {
    this.places = places;
    this.ends = ends;
    this.shape = shape;
    this.text = text;
    slots = new LiteralSlot[shape == null ? 0 : shape.literalCount()];
    isNoted = new boolean[slots.length];
  }

  /**
   * Looks at a statement as the parser has made it.
   *
   * @param shape of the text that was parsed
   * @param allowed which literals may be hoisted; null for all that can be
   */
  public static Hoisting of(SqlNode statement, StatementShape shape, boolean @Nullable [] allowed) {
    TextPlaces text = new TextPlaces(shape);
    LiteralPlaces literals = LiteralPlaces.find(statement, shape, text);
    Map<SqlNode, Place> places = literals.found();
    Map<SqlNode, Place> ends = literals.ends();
    if (allowed != null) {
      places.values().removeIf(place -> !allowed[place.literal()]);
      ends.values().removeIf(place -> !allowed[place.literal()]);
    }
    return places.isEmpty() && ends.isEmpty() ? NONE : new Hoisting(places, ends, shape, text);
  }

  /**
   * Puts hoisted literals into a validated tree, which changes. The tree must be all that the
   * statement's plan is made of.
   */
  public void hoist(SqlNode validated, SqlValidator validator) {
    if (places.isEmpty()) {
      return;
    }
    if (isDone) {
      throw new IllegalStateException("a plan made of two trees, which may share literals");
    }
    isDone = true;
    walk(validated, (node, place) -> note(node, place, validator.getValidatedNodeType(node)));
    places.values().removeIf(place -> slots[place.literal()] == null);
    walk(validated, (node, place) -> standIn(node, place.literal(), validator));
  }

  /**
   * What a plan wants to have of a literal as the parser has made it; null if it must know the
   * value. For plans that are made of that tree: {@link #hoist(Map)}.
   */
  public @Nullable LiteralSlot slot(SqlNode literal, RelDataType type) {
    Place place = places.get(literal);
    return place == null ? null : slot(place, type);
  }

  /** The same for the end of a range: only if the plan is for a class of its values. */
  public @Nullable LiteralSlot end(SqlNode literal, RelDataType type) {
    Place place = ends.get(literal);
    return place == null ? null : slot(place, type);
  }

  /** The number of a literal that has a slot. */
  public int literal(SqlNode literal) {
    Place place = places.getOrDefault(literal, ends.get(literal));
    return Objects.requireNonNull(place, "a place").literal();
  }

  /** Notes what the plan wants to have of literals, by their numbers; it knows the others. */
  public void hoist(Map<Integer, LiteralSlot> wanted) {
    wanted.forEach((literal, slot) -> slots[literal] = slot);
  }

  /**
   * The hoisted literals, by their numbers in the text; null for those that the plan knows. Empty
   * if it knows all.
   */
  public List<@Nullable LiteralSlot> slots() {
    boolean hasAny = Arrays.stream(slots).anyMatch(slot -> slot != null);
    return hasAny ? new ArrayList<>(Arrays.asList(slots)) : List.of();
  }

  // ------------------------------------------------------------------ the tree

  /** Says what stands in the place of a literal, or of a literal and the cast around it. */
  private interface Visit {
    SqlNode at(SqlNode node, Place place);
  }

  private void walk(SqlNode node, Visit visit) {
    if (node instanceof SqlCall call) {
      for (int i = 0; i < call.operandCount(); i++) {
        SqlNode operand = call.operand(i);
        SqlNode wanted = operand == null ? null : visited(operand, visit);
        if (wanted != operand) {
          call.setOperand(i, wanted);
        }
      }
    } else if (node instanceof SqlNodeList list) {
      for (int i = 0; i < list.size(); i++) {
        SqlNode element = list.get(i);
        SqlNode wanted = element == null ? null : visited(element, visit);
        if (wanted != element) {
          list.set(i, wanted);
        }
      }
    } else if (node instanceof SqlLiteral literal) {
      keepIfCopied(literal);
    }
  }

  /**
   * Gives up a literal of which the validator has made another node that we do not replace: its
   * value would stay in the plan.
   */
  private void keepIfCopied(SqlLiteral literal) {
    Place copied = text == null ? null : text.at(literal.getParserPosition());
    if (copied != null) {
      slots[copied.literal()] = null;
      isNoted[copied.literal()] = true;
    }
  }

  private SqlNode visited(SqlNode node, Visit visit) {
    Place place = places.get(isPlainCast(node) ? ((SqlCall) node).operand(0) : node);
    if (place != null) {
      return visit.at(node, place);
    }
    walk(node, visit);
    return node;
  }

  /** Whether the node is a cast that parses a string: one to a type without length or scale. */
  private static boolean isPlainCast(SqlNode node) {
    return node.getKind() == SqlKind.CAST
        && ((SqlCall) node).operand(0) instanceof SqlCharStringLiteral
        && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec;
  }

  /** Notes as what a literal is wanted: all of its uses must agree. */
  private SqlNode note(SqlNode node, Place place, RelDataType type) {
    int literal = place.literal();
    LiteralSlot wanted = slot(place, type);
    if (!isNoted[literal]) {
      slots[literal] = wanted;
      isNoted[literal] = true;
    } else if (!Objects.equals(slots[literal], wanted)) {
      slots[literal] = null;
    }
    return node;
  }

  private static SqlNode standIn(SqlNode node, int literal, SqlValidator validator) {
    return new HoistedLiteral(
        literal, validator.getValidatedNodeType(node), node.getParserPosition());
  }

  // ------------------------------------------------------------------ types and values

  /** What a plan wants to have of a literal; null if it must know its value. */
  private @Nullable LiteralSlot slot(Place place, RelDataType type) {
    int literal = place.literal();
    StatementShape text = shape;
    ColumnType columnType = ColumnTypes.toColumnOrNull(type);
    if (text == null || columnType == null) {
      return null;
    }
    boolean fits =
        !type.isNullable()
            && isOf(text.kind(literal), columnType.kind())
            && (text.kind(literal) != LiteralKind.TEXT || isPlain(type));
    if (!fits) {
      return null;
    }
    if (place.isNegative() && text.kind(literal) == LiteralKind.BIGINT) {
      return null; // With its sign, one of them is an integer of 32 bits.
    }
    LiteralSlot slot = new LiteralSlot(columnType, place.isNegative());
    return LiteralValue.of(text, literal, slot) == null ? null : slot;
  }

  /** Whether strings are parsed as values of the type without being cut or rounded. */
  private static boolean isPlain(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case VARCHAR -> type.getPrecision() < 0;
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, DOUBLE, DATE, UUID -> true;
      default -> false;
    };
  }

  /** Whether literals of a kind have values of a type, without more than parsing them. */
  private static boolean isOf(int literalKind, ColumnKind type) {
    return switch (literalKind) {
      case LiteralKind.TEXT -> true;
      case LiteralKind.INTEGER -> type == ColumnKind.INT32;
      case LiteralKind.BIGINT -> type == ColumnKind.INT64;
      default -> type == ColumnKind.DECIMAL || type == ColumnKind.NUMERIC;
    };
  }

  /** Of which class the values are that a slot sorts: those of a text. */
  public static int valueClass(
      StatementShape shape, List<@Nullable LiteralSlot> slots, ValueClass classes) {
    return classes.of(
        literal -> {
          LiteralSlot slot = slots.get(literal);
          return slot == null ? null : LiteralValue.of(shape, literal, slot);
        });
  }

  /**
   * The values of the hoisted literals of a text, for a plan that was made for another one of the
   * same shape.
   *
   * @param slots of the plan
   * @return by the numbers of the literals; null if one of them has no value of its type, so that
   *     the statement needs a plan of its own
   */
  public static @Nullable Object @Nullable [] values(
      StatementShape shape, List<@Nullable LiteralSlot> slots) {
    @Nullable Object[] values = new Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      LiteralSlot slot = slots.get(i);
      if (slot != null) {
        values[i] = LiteralValue.of(shape, i, slot);
        if (values[i] == null) {
          return null;
        }
      }
    }
    return values;
  }
}
