package org.pydb.calcite.function;

import static java.util.Objects.requireNonNull;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.pydb.calcite.function.Signature.Slot.ARRAY;
import static org.pydb.calcite.function.Signature.Slot.BOOLEAN;
import static org.pydb.calcite.function.Signature.Slot.INTEGER;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.series.RowsFunction;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/** The functions that give rows, by name. */
public final class RowsFunctions {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;
  private static final long MICROS_A_MILLI = 1000;

  private static final SqlTypeFamily TEXT = SqlTypeFamily.CHARACTER;
  private static final SqlTypeFamily EXACT = SqlTypeFamily.EXACT_NUMERIC;
  private static final SqlTypeFamily MOMENT = SqlTypeFamily.DATETIME;

  private static final List<SqlOperator> ALL = new ArrayList<>();

  /** The most arrays that {@code UNNEST} takes. */
  private static final int ARRAYS_MAX = 16;

  /** Of one array, of two …; each without and with numbers. */
  private static final List<SqlOperator> UNNEST = new ArrayList<>();

  static {
    for (int count = 1; count <= ARRAYS_MAX; count++) {
      UNNEST.add(makeUnnest(count, false));
      UNNEST.add(makeUnnest(count, true));
    }
    ALL.addAll(UNNEST);
    add(
        "generate_series",
        family(EXACT, EXACT)
            .or(family(EXACT, EXACT, EXACT))
            .or(family(MOMENT, MOMENT, SqlTypeFamily.DATETIME_INTERVAL)),
        new Series());
    add("generate_subscripts", Signature.upTo(2, ARRAY, INTEGER, BOOLEAN), new Subscripts());
    SqlOperandTypeChecker texts = family(List.of(TEXT, TEXT, TEXT), index -> index == 2);
    add("string_to_table", texts, new Parts(RowsFunction.STRING_PARTS, RowsFunctions::text));
    add("regexp_split_to_table", texts, new Parts(RowsFunction.REGEX_PARTS, RowsFunctions::text));
    add(
        "regexp_matches",
        texts,
        new Parts(RowsFunction.REGEX_MATCHES, binding -> List.of(TYPES.array(TYPES.text()))));
    add(
        "jsonb_path_query",
        Signature.upTo(2, Signature.Slot.JSONB, Signature.Slot.TEXT, Signature.Slot.JSONB, BOOLEAN),
        new Parts(RowsFunction.JSON_PATH, binding -> List.of(TYPES.opaque(OpaqueType.Kind.JSONB))));
    addOfJson("json", Signature.of(Signature.Slot.JSON));
    addOfJson("jsonb", Signature.of(Signature.Slot.JSONB));
  }

  private RowsFunctions() {}

  /** All of them, each also with its rows numbered. */
  static List<SqlOperator> all() {
    return ALL;
  }

  /**
   * {@code unnest} of so many arrays.
   *
   * @throws SqlError 54023 if there are too many
   */
  public static SqlOperator unnest(int count, boolean isNumbered) {
    if (count > ARRAYS_MAX) {
      throw new SqlError("54023", "cannot unnest more than " + ARRAYS_MAX + " arrays at once");
    }
    return UNNEST.get(2 * (count - 1) + (isNumbered ? 1 : 0));
  }

  private static SqlOperator makeUnnest(int count, boolean isNumbered) {
    List<String> columns = new ArrayList<>();
    Signature.Slot[] arrays = new Signature.Slot[count];
    for (int i = 0; i < count; i++) {
      columns.add(i == 0 ? "unnest" : "unnest" + (i + 1));
      arrays[i] = Signature.Slot.ANY_ARRAY;
    }
    return new RowsOperator(
        "unnest",
        columns,
        false,
        isNumbered,
        Signature.of(arrays),
        new Parts(
            RowsFunction.UNNEST,
            binding ->
                binding.collectOperandTypes().stream()
                    .map(type -> requireNonNull(type.getComponentType()))
                    .toList()));
  }

  /** A function whose only column is called like itself. */
  private static void add(
      String name, SqlOperandTypeChecker operands, RowsOperator.Definition definition) {
    add(name, List.of(name), false, operands, definition);
  }

  private static void add(
      String name,
      List<String> columns,
      boolean keepsNames,
      SqlOperandTypeChecker operands,
      RowsOperator.Definition definition) {
    ALL.add(new RowsOperator(name, columns, keepsNames, false, operands, definition));
    ALL.add(new RowsOperator(name, columns, keepsNames, true, operands, definition));
  }

  private static void addOfJson(String prefix, Signature json) {
    List<String> value = List.of("value");
    List<String> member = List.of("key", "value");
    add(
        prefix + "_array_elements",
        value,
        true,
        json,
        new Parts(RowsFunction.JSON_ELEMENTS, binding -> List.of(binding.getOperandType(0))));
    add(
        prefix + "_array_elements_text",
        value,
        true,
        json,
        new Parts(RowsFunction.JSON_ELEMENT_TEXTS, RowsFunctions::text));
    add(
        prefix + "_each",
        member,
        true,
        json,
        new Parts(
            RowsFunction.JSON_MEMBERS,
            binding -> List.of(TYPES.text(), binding.getOperandType(0))));
    add(
        prefix + "_each_text",
        member,
        true,
        json,
        new Parts(RowsFunction.JSON_MEMBER_TEXTS, binding -> List.of(TYPES.text(), TYPES.text())));
    add(prefix + "_object_keys", json, new Parts(RowsFunction.JSON_KEYS, RowsFunctions::text));
  }

  private static List<RelDataType> text(SqlOperatorBinding binding) {
    return List.of(TYPES.text());
  }

  /** Parts of a value, made of the arguments as they are. */
  private record Parts(
      RowsFunction maker, Function<SqlOperatorBinding, List<RelDataType>> columnTypes)
      implements RowsOperator.Definition {
    @Override
    public List<RelDataType> types(SqlOperatorBinding binding) {
      return columnTypes.apply(binding);
    }

    @Override
    public RowsFunction function(RelDataType rowType) {
      return maker;
    }

    @Override
    public List<RexNode> arguments(
        RexBuilder builder, List<RexNode> operands, RelDataType rowType) {
      return operands;
    }
  }

  /** The numbers of the elements of an array: a series up to its last one, or down from it. */
  private static final class Subscripts implements RowsOperator.Definition {
    @Override
    public List<RelDataType> types(SqlOperatorBinding binding) {
      return List.of(TYPES.createSqlType(SqlTypeName.INTEGER));
    }

    @Override
    public RowsFunction function(RelDataType rowType) {
      return RowsFunction.INTEGER_SERIES;
    }

    @Override
    public List<RexNode> arguments(
        RexBuilder builder, List<RexNode> operands, RelDataType rowType) {
      RexNode one = builder.makeExactLiteral(BigDecimal.ONE);
      RexNode lower = builder.makeCall(ArrayFunctions.LOWER, operands.get(0), operands.get(1));
      RexNode upper = builder.makeCall(ArrayFunctions.UPPER, operands.get(0), operands.get(1));
      if (operands.size() == 2) {
        return List.of(lower, upper, one);
      }
      RexNode down = operands.get(2);
      RexNode minusOne = builder.makeExactLiteral(BigDecimal.ONE.negate());
      return List.of(
          choice(builder, down, upper, lower),
          choice(builder, down, lower, upper),
          choice(builder, down, minusOne, one));
    }

    private static RexNode choice(RexBuilder builder, RexNode condition, RexNode a, RexNode b) {
      return builder.makeCall(SqlStdOperatorTable.CASE, condition, a, b);
    }
  }

  private static final class Series implements RowsOperator.Definition {
    @Override
    public List<RelDataType> types(SqlOperatorBinding binding) {
      RelDataTypeFactory factory = binding.getTypeFactory();
      RelDataType first = binding.getOperandType(0);
      List<RelDataType> types = binding.collectOperandTypes();
      if (SqlTypeUtil.isDatetime(first)) {
        boolean isTimestamp =
            types.subList(0, 2).stream()
                .allMatch(type -> type.getSqlTypeName() == SqlTypeName.TIMESTAMP);
        return List.of(
            factory.createSqlType(
                isTimestamp ? SqlTypeName.TIMESTAMP : SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE));
      }
      if (!types.stream().allMatch(SqlTypeUtil::isIntType)) {
        return List.of(factory.createSqlType(SqlTypeName.DECIMAL));
      }
      boolean isLong = types.stream().anyMatch(type -> type.getSqlTypeName() == SqlTypeName.BIGINT);
      return List.of(factory.createSqlType(isLong ? SqlTypeName.BIGINT : SqlTypeName.INTEGER));
    }

    @Override
    public RowsFunction function(RelDataType rowType) {
      return switch (type(rowType).getSqlTypeName()) {
        case INTEGER, BIGINT -> RowsFunction.INTEGER_SERIES;
        case DECIMAL -> RowsFunction.NUMERIC_SERIES;
        default -> RowsFunction.TIME_SERIES;
      };
    }

    private static RelDataType type(RelDataType rowType) {
      return rowType.getFieldList().get(0).getType();
    }

    @Override
    public List<RexNode> arguments(
        RexBuilder builder, List<RexNode> operands, RelDataType rowType) {
      RelDataType type = type(rowType);
      List<RexNode> arguments = new ArrayList<>();
      arguments.add(builder.makeCast(type, operands.get(0), true, false));
      arguments.add(builder.makeCast(type, operands.get(1), true, false));
      if (function(rowType) == RowsFunction.TIME_SERIES) {
        addStep(builder, operands.get(2), arguments);
      } else {
        arguments.add(
            operands.size() > 2
                ? builder.makeCast(type, operands.get(2), true, false)
                : builder.makeCast(type, builder.makeExactLiteral(BigDecimal.ONE), true, false));
      }
      return arguments;
    }

    /** A step in months and in microseconds, one of which is 0. */
    private static void addStep(RexBuilder builder, RexNode step, List<RexNode> arguments) {
      if (!(step instanceof RexLiteral literal) || literal.isNull()) {
        throw new SqlError(
            "0A000",
            "generate_series with a step of several units, or one that is computed, is not"
                + " supported yet: make a series of integers, and multiply the interval by them");
      }
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      boolean isMonths = SqlTypeName.YEAR_INTERVAL_TYPES.contains(step.getType().getSqlTypeName());
      long amount = value == null ? 0 : value.longValueExact();
      RelDataType bigint = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
      arguments.add(builder.makeExactLiteral(BigDecimal.valueOf(isMonths ? amount : 0), bigint));
      arguments.add(
          builder.makeExactLiteral(
              BigDecimal.valueOf(isMonths ? 0 : Math.multiplyExact(amount, MICROS_A_MILLI)),
              bigint));
    }
  }
}
