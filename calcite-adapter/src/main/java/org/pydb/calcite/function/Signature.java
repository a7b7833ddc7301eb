package org.pydb.calcite.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * What a function takes: one of several lists of types. Where Calcite's families do not tell types
 * apart, such as {@code json} from {@code jsonb}. Immutable.
 */
public final class Signature implements SqlOperandTypeChecker {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  /** What one operand may be. */
  public enum Slot {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMPTZ,
    INTERVAL,
    JSON,
    JSONB,
    TEXTS,
    /** An array of anything, whatever the others are of. */
    ANY_ARRAY,
    /** An array of anything that the elements of the others have a common type with. */
    ARRAY,
    /** Anything that the elements of the array among the operands have a common type with. */
    ELEMENT,
    ANY;

    /** Whether values of a type go there. */
    boolean takes(RelDataType type) {
      SqlTypeName name = type.getSqlTypeName();
      if (this == ANY
          || this == ELEMENT
          || name == SqlTypeName.NULL
          || name == SqlTypeName.UNKNOWN) {
        return true;
      }
      return switch (this) {
        case TEXT -> SqlTypeUtil.inCharFamily(type);
        case INTEGER -> SqlTypeName.INT_TYPES.contains(name);
        case NUMBER -> SqlTypeUtil.isNumeric(type);
        case BOOLEAN -> name == SqlTypeName.BOOLEAN;
        case DATE -> name == SqlTypeName.DATE;
        case TIME -> name == SqlTypeName.TIME;
        case TIMESTAMP -> name == SqlTypeName.TIMESTAMP || name == SqlTypeName.DATE;
        case TIMESTAMPTZ ->
            name == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
                || name == SqlTypeName.TIMESTAMP
                || name == SqlTypeName.DATE;
        case INTERVAL -> OpaqueType.is(type, OpaqueType.Kind.INTERVAL);
        case JSON -> OpaqueType.is(type, OpaqueType.Kind.JSON);
        case JSONB -> OpaqueType.is(type, OpaqueType.Kind.JSONB);
        case TEXTS -> {
          RelDataType element = type.getComponentType();
          yield element != null && SqlTypeUtil.inCharFamily(element);
        }
        default -> type.getComponentType() != null;
      };
    }

    /** The type that a literal or parameter gets there; null if the place does not tell. */
    @Nullable RelDataType preferred() {
      return switch (this) {
        case TEXT -> TYPES.text();
        case INTEGER -> TYPES.createSqlType(SqlTypeName.INTEGER);
        case NUMBER -> TYPES.createSqlType(SqlTypeName.DOUBLE);
        case BOOLEAN -> TYPES.createSqlType(SqlTypeName.BOOLEAN);
        case DATE -> TYPES.createSqlType(SqlTypeName.DATE);
        case TIME -> TYPES.createSqlType(SqlTypeName.TIME);
        case TIMESTAMP -> TYPES.createSqlType(SqlTypeName.TIMESTAMP);
        case TIMESTAMPTZ -> TYPES.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        case INTERVAL -> TYPES.opaque(OpaqueType.Kind.INTERVAL);
        case JSON -> TYPES.opaque(OpaqueType.Kind.JSON);
        case JSONB -> TYPES.opaque(OpaqueType.Kind.JSONB);
        case TEXTS -> TYPES.array(TYPES.text());
        case ANY_ARRAY -> TYPES.array(TYPES.text());
        case ARRAY, ELEMENT, ANY -> null;
      };
    }
  }

  private record Form(List<Slot> slots, int least, boolean isVariadic) {

    boolean takes(int count) {
      return count >= least && (isVariadic || count <= slots.size());
    }

    Slot slot(int operand) {
      return slots.get(Math.min(operand, slots.size() - 1));
    }
  }

  private final List<Form> forms;

  private Signature(List<Form> forms) {
    this.forms = forms;
  }

  /** Exactly these operands. */
  public static Signature of(Slot... slots) {
    return upTo(slots.length, slots);
  }

  /** These operands, of which those from {@code least} on may be missing. */
  public static Signature upTo(int least, Slot... slots) {
    return new Signature(List.of(new Form(List.of(slots), least, false)));
  }

  /** These operands, of which the last one may come any number of times, or not at all. */
  public static Signature variadic(Slot... slots) {
    return new Signature(List.of(new Form(List.of(slots), slots.length - 1, true)));
  }

  /** Also these operands. */
  public Signature or(Slot... slots) {
    return or(of(slots));
  }

  /** Also the operands of another one. */
  public Signature or(Signature other) {
    List<Form> all = new ArrayList<>(forms);
    all.addAll(other.forms);
    return new Signature(all);
  }

  /**
   * The types that operands without one get.
   *
   * @param types the types of the operands, null for those that have none
   * @return a type for each operand, or null where none is wanted; null if nothing fits
   */
  public @Nullable List<@Nullable RelDataType> wanted(List<@Nullable RelDataType> types) {
    Form form = fitting(types);
    if (form == null) {
      return null;
    }
    List<@Nullable RelDataType> wanted = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      wanted.add(types.get(i) == null ? wanted(form, i, types) : null);
    }
    return wanted;
  }

  /** Whether an operand may be of several types: a value that is bound there chooses. */
  public boolean isOpen(List<@Nullable RelDataType> types, int operand) {
    return forms.stream()
            .filter(form -> fits(form, types))
            .map(form -> form.slot(operand))
            .distinct()
            .count()
        > 1;
  }

  private static @Nullable RelDataType wanted(
      Form form, int operand, List<@Nullable RelDataType> types) {
    Slot slot = form.slot(operand);
    if (slot != Slot.ARRAY && slot != Slot.ELEMENT) {
      return slot.preferred();
    }
    for (int i = 0; i < types.size(); i++) {
      RelDataType other = types.get(i);
      if (other != null && form.slot(i) == Slot.ARRAY) {
        return slot == Slot.ARRAY ? other : other.getComponentType();
      }
      if (other != null && form.slot(i) == Slot.ELEMENT && slot == Slot.ARRAY) {
        return TYPES.array(other);
      }
    }
    return slot == Slot.ARRAY ? TYPES.array(TYPES.text()) : TYPES.text();
  }

  private @Nullable Form fitting(List<@Nullable RelDataType> types) {
    return forms.stream().filter(form -> fits(form, types)).findFirst().orElse(null);
  }

  private static boolean fits(Form form, List<@Nullable RelDataType> types) {
    boolean fits = form.takes(types.size());
    for (int i = 0; fits && i < types.size(); i++) {
      RelDataType type = types.get(i);
      fits = type == null || form.slot(i).takes(type);
    }
    return fits && haveCommonElement(form, types);
  }

  /** Whether all arrays are of elements that go together, with the elements beside them. */
  private static boolean haveCommonElement(Form form, List<@Nullable RelDataType> types) {
    List<RelDataType> elements = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      RelDataType type = types.get(i);
      if (type != null && form.slot(i) == Slot.ARRAY && type.getComponentType() != null) {
        elements.add(type.getComponentType());
      } else if (type != null && form.slot(i) == Slot.ELEMENT) {
        elements.add(type);
      }
    }
    return elements.isEmpty() || TYPES.leastRestrictive(elements) != null;
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    boolean fits = fitting(new ArrayList<>(binding.collectOperandTypes())) != null;
    if (!fits && throwOnFailure) {
      throw binding.newValidationSignatureError();
    }
    return fits;
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    int least = forms.stream().mapToInt(Form::least).min().orElse(0);
    boolean isVariadic = forms.stream().anyMatch(Form::isVariadic);
    int most = forms.stream().mapToInt(form -> form.slots().size()).max().orElse(0);
    return isVariadic
        ? SqlOperandCountRanges.from(least)
        : SqlOperandCountRanges.between(least, most);
  }

  @Override
  public String getAllowedSignatures(SqlOperator operator, String name) {
    return forms.stream()
        .map(
            form ->
                form.slots().stream()
                    .map(slot -> slot.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", name + "(", ")")))
        .collect(Collectors.joining("\n"));
  }
}
