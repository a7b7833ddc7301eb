package org.pydb.calcite.function;

import static org.apache.calcite.sql.type.OperandTypes.family;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.series.RowsFunction;

/** The functions that give rows, by name. */
public final class RowsFunctions {
  private static final long MICROS_A_MILLI = 1000;

  private static final SqlTypeFamily TEXT = SqlTypeFamily.CHARACTER;
  private static final SqlTypeFamily EXACT = SqlTypeFamily.EXACT_NUMERIC;
  private static final SqlTypeFamily MOMENT = SqlTypeFamily.DATETIME;

  private static final List<SqlOperator> ALL = new ArrayList<>();

  static {
    add(
        "generate_series",
        List.of("generate_series"),
        family(EXACT, EXACT)
            .or(family(EXACT, EXACT, EXACT))
            .or(family(MOMENT, MOMENT, SqlTypeFamily.DATETIME_INTERVAL)),
        new Series());
    add(
        "string_to_table",
        List.of("string_to_table"),
        family(List.of(TEXT, TEXT, TEXT), index -> index == 2),
        new Parts(RowsFunction.STRING_PARTS));
    add(
        "regexp_split_to_table",
        List.of("regexp_split_to_table"),
        family(List.of(TEXT, TEXT, TEXT), index -> index == 2),
        new Parts(RowsFunction.REGEX_PARTS));
  }

  private RowsFunctions() {}

  /** All of them, each also with its rows numbered. */
  static List<SqlOperator> all() {
    return ALL;
  }

  private static void add(
      String name,
      List<String> columns,
      SqlOperandTypeChecker operands,
      RowsOperator.Definition definition) {
    ALL.add(new RowsOperator(name, columns, false, operands, definition));
    ALL.add(new RowsOperator(name, columns, true, operands, definition));
  }

  /** Parts of a text. */
  private record Parts(RowsFunction maker) implements RowsOperator.Definition {
    @Override
    public List<RelDataType> types(SqlOperatorBinding binding) {
      return List.of(binding.getTypeFactory().createSqlType(SqlTypeName.VARCHAR));
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
              BigDecimal.valueOf(isMonths ? 0 : amount * MICROS_A_MILLI), bigint));
    }
  }
}
