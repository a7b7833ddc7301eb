package org.pydb.calcite.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.series.RowsFunction;

/**
 * A function that gives rows, for FROM: with the numbers of the rows ({@code WITH ORDINALITY}) it
 * is one of its own, by a name that cannot be written.
 */
public final class RowsOperator extends SqlFunction implements SqlTableFunction {

  /** What the number of a row is called. */
  public static final String ORDINALITY = "ordinality";

  /** What is behind the names of functions whose rows are numbered. */
  public static final String NUMBERED_SUFFIX = " WITH ORDINALITY";

  /** What a function gives and takes. */
  interface Definition {

    /** The types of the columns. */
    List<RelDataType> types(SqlOperatorBinding binding);

    /** Which of the makers of rows does it. */
    RowsFunction function(RelDataType rowType);

    /** The arguments as the maker wants them. */
    List<RexNode> arguments(RexBuilder builder, List<RexNode> operands, RelDataType rowType);
  }

  private final Definition definition;
  private final List<String> columns;
  private final boolean keepsNames;
  private final boolean isNumbered;

  RowsOperator(
      String name,
      List<String> columns,
      boolean keepsNames,
      boolean isNumbered,
      SqlOperandTypeChecker operands,
      Definition definition) {
    super(
        name.toUpperCase(Locale.ROOT) + (isNumbered ? NUMBERED_SUFFIX : ""),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        InferTypes.FIRST_KNOWN,
        operands,
        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    this.definition = definition;
    this.columns = List.copyOf(columns);
    this.keepsNames = keepsNames;
    this.isNumbered = isNumbered;
  }

  /**
   * What the columns are called under an alias of the table: one that is the only one takes the
   * alias for its name, unless it has one of its own.
   */
  public List<String> columns(String alias) {
    boolean takesAlias = columns.size() == 1 && !keepsNames;
    List<String> names = new ArrayList<>(takesAlias ? List.of(alias) : columns);
    if (isNumbered) {
      names.add(ORDINALITY);
    }
    return names;
  }

  /**
   * The only column, if it has a name of its own: the alias of the table then stands for it as
   * well. Otherwise null.
   */
  public @Nullable String namedColumn() {
    return columns.size() == 1 && keepsNames ? columns.get(0) : null;
  }

  /** Whether the last column is the number of the row. */
  public boolean isNumbered() {
    return isNumbered;
  }

  /** What makes the rows. */
  public RowsFunction function(RelDataType rowType) {
    return definition.function(rowType);
  }

  /** The arguments as what makes the rows wants them. */
  public List<RexNode> arguments(RexBuilder builder, List<RexNode> operands, RelDataType rowType) {
    return definition.arguments(builder, operands, rowType);
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return this::rowType;
  }

  private RelDataType rowType(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    RelDataTypeFactory.Builder row = factory.builder();
    List<RelDataType> types = definition.types(binding);
    for (int i = 0; i < types.size(); i++) {
      row.add(columns.get(i), factory.createTypeWithNullability(types.get(i), true));
    }
    if (isNumbered) {
      row.add(ORDINALITY, SqlTypeName.BIGINT);
    }
    return row.build();
  }
}
