package org.pydb.calcite.validate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.AggregatingScope;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Static;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbCatalogReader;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.JavaFunctions;
import org.pydb.calcite.function.PydbOperatorTable;
import org.pydb.calcite.hoist.HoistedLiteral;
import org.pydb.calcite.parser.DistinctOn;
import org.pydb.calcite.parser.PydbConformance;
import org.pydb.calcite.parser.RowCounts;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * Checks one query and gives a type to each of its expressions. Calcite does most of it; here is
 * what PostgreSQL does otherwise. Changes that are no queries are made into queries before they get
 * here. Used once, by one thread.
 */
public final class PydbValidator extends SqlValidatorImpl {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  private static final Config CONFIG =
      Config.DEFAULT
          .withIdentifierExpansion(true)
          .withDefaultNullCollation(NullCollation.HIGH)
          .withConformance(PydbConformance.INSTANCE)
          .withTypeCoercionFactory(
              (typeFactory, validator) ->
                  new PydbTypeCoercion(typeFactory, (PydbValidator) validator));

  private final PydbCatalogReader catalog;
  private final JavaFunctions javaFunctions;
  private final ParameterTypes parameters;
  private final UnknownTypes unknownTypes;
  private final TypedOperators typedOperators = new TypedOperators(this);
  private final QueryLabels labels = new QueryLabels();
  private final RecursionTypes recursionTypes = new RecursionTypes();
  private Consumer<SqlNode> preparation = statement -> {};
  private @Nullable NameBindings bindings;
  private @Nullable SqlNode source;

  /** The query whose ORDER BY is being checked, if it has DISTINCT. */
  private @Nullable SqlSelect checkedOrder;

  private @Nullable RelDataType target;

  /** Whether all that a statement's places ask for is known. */
  private boolean isValidated;

  /** A validator for one statement that calls no functions in Java. */
  public PydbValidator(PydbCatalogReader catalogReader, ParameterTypes parameters) {
    this(catalogReader, parameters, JavaFunctions.NONE);
  }

  /**
   * A validator for one statement.
   *
   * @param javaFunctions that it may call, besides SQL's own
   */
  public PydbValidator(
      PydbCatalogReader catalogReader, ParameterTypes parameters, JavaFunctions javaFunctions) {
    super(
        javaFunctions.isEmpty()
            ? PydbOperatorTable.INSTANCE
            : SqlOperatorTables.chain(PydbOperatorTable.INSTANCE, javaFunctions),
        catalogReader,
        TYPES,
        CONFIG);
    this.catalog = catalogReader;
    this.javaFunctions = javaFunctions;
    this.parameters = parameters;
    this.unknownTypes = new UnknownTypes(this, parameters);
  }

  /** What CAST takes; besides Calcite's, integers for truth values and the other way round. */
  @Override
  public SqlTypeMappingRule getTypeMappingRule() {
    return CastRules.INSTANCE;
  }

  /** The types of the statement's parameters, complete once it is validated. */
  public ParameterTypes parameters() {
    return parameters;
  }

  /** Has statements changed before they are checked. */
  public void prepareWith(Consumer<SqlNode> change) {
    preparation = change;
  }

  /** Has what names mean noted from now on. */
  public NameBindings noteNames() {
    NameBindings made = new NameBindings();
    bindings = made;
    return made;
  }

  /** Has what names mean noted where another one notes it, of which this checks a part. */
  public void noteNamesOf(PydbValidator whole) {
    bindings = whole.bindings;
  }

  /** Checks a whole query; the tree that comes back replaces the one that was given. */
  public SqlNode validateStatement(SqlNode statement) {
    preparation.accept(statement);
    JavaFunctionNames.resolve(statement, javaFunctions);
    seeParameters(statement);
    labels.note(statement);
    OrderLabels.give(statement);
    SelectListRows.rewrite(statement);
    recursionTypes.watch(RecursiveQueries.prepare(statement));
    DistinctOn.resolve(statement);
    GroupKeys.complete(statement, catalog);
    ArrayQueries.rewrite(statement);
    RowsFunctionNames.give(statement);
    InnerNames.give(statement);
    CommonColumns.writeOut(statement, catalog);
    WholeRows.writeOut(statement, catalog);
    RowUses.writeOut(statement, catalog);
    OuterColumnsInGroups.ask(statement, catalog);
    FilteredWindows.rewrite(statement);
    PaddedArrays.pad(statement);
    NamedWindows.resolve(statement);
    source = statement;
    SqlNode validated = validate(statement);
    recursionTypes.check(this);
    isValidated = true;
    return validated;
  }

  /**
   * Checks a query whose rows are stored: literals and parameters that it gives as they are take
   * the types of the columns.
   */
  public SqlNode validateSource(SqlNode query, RelDataType columns) {
    target = columns;
    return validateStatement(query);
  }

  @Override
  protected SelectNamespace createSelectNamespace(SqlSelect select, SqlNode enclosingNode) {
    return recursionTypes.isSeed(select)
        ? recursionTypes.namespace(this, select, enclosingNode)
        : super.createSelectNamespace(select, enclosingNode);
  }

  @Override
  protected void registerNamespace(
      @Nullable SqlValidatorScope usingScope,
      @Nullable String alias,
      SqlValidatorNamespace namespace,
      boolean forceNullable) {
    super.registerNamespace(usingScope, alias, namespace, forceNullable);
    if (bindings != null) {
      bindings.see(namespace);
    }
  }

  @Override
  public void setOriginal(SqlNode expanded, SqlNode original) {
    super.setOriginal(expanded, original);
    if (bindings != null) {
      bindings.see(expanded, original);
    }
  }

  @Override
  protected void validateNamespace(SqlValidatorNamespace namespace, RelDataType targetRowType) {
    RelDataType columns = target;
    boolean isSource = columns != null && namespace.getNode() == source;
    super.validateNamespace(namespace, isSource ? columns : targetRowType);
  }

  /** The labels of the columns of the validated query, as PostgreSQL would name them. */
  public List<String> columnLabels(SqlNode validated) {
    return labels.labels(getValidatedNodeType(validated).getFieldCount());
  }

  /** Notes all parameters, and those that count rows as such: Calcite makes them integers. */
  private void seeParameters(SqlNode statement) {
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            parameters.see(parameter.getIndex());
            return null;
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlOrderBy order) {
              countsRows(order.offset);
              countsRows(order.fetch);
            }
            return super.visit(call);
          }
        });
  }

  private void countsRows(@Nullable SqlNode counted) {
    SqlNode node =
        RowCounts.isWithTies(counted) && counted instanceof SqlCall ties
            ? ties.operand(0)
            : counted;
    if (node instanceof SqlDynamicParam parameter) {
      unknownTypes.type(parameter, TYPES.createSqlType(SqlTypeName.BIGINT));
    }
  }

  /** A string literal is text where nothing asks for another type. */
  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
    if (UntypedLiteral.is(expression)) {
      setValidatedNodeType(expression, TYPES.text());
      return TYPES.text();
    }
    if (expression instanceof HoistedLiteral literal) {
      return literal.type();
    }
    if (expression instanceof SqlDynamicParam parameter) {
      RelDataType type = parameters.type(parameter.getIndex());
      return type == null ? unknownType : TYPES.nullable(type);
    }
    if (expression instanceof SqlBasicCall call && getValidatedNodeTypeIfKnown(call) == null) {
      typedOperators.choose(scope, call);
    }
    RelDataType type = super.deriveType(scope, expression);
    if (expression.getKind() == SqlKind.OVER && GroupedWindows.mayBeNull(this, scope, expression)) {
      type = TYPES.nullable(type);
      setValidatedNodeType(expression, type);
    }
    return type;
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    if (node instanceof HoistedLiteral) {
      return;
    }
    if (node instanceof SqlDynamicParam parameter) {
      inferParameter(parameter, inferredType);
      return;
    }
    unknownTypes.resolve(scope, node);
    if (node.getKind() == SqlKind.ROW && inferredType.isStruct()) {
      adoptRow((SqlCall) node, inferredType);
    }
    super.inferUnknownTypes(inferredType, scope, node);
  }

  /** The converter asks again, for the type that the select list got: a guess stays one. */
  private void inferParameter(SqlDynamicParam parameter, RelDataType inferredType) {
    RelDataType known = parameters.type(parameter.getIndex());
    if (isValidated && known != null) {
      return;
    }
    if (inferredType.equals(unknownType) || inferredType.isStruct()) {
      unknownTypes.guess(parameter, known == null ? TYPES.text() : known);
    } else {
      unknownTypes.type(parameter, inferredType);
    }
  }

  /** Values that are stored take the types of their columns. */
  private void adoptRow(SqlCall row, RelDataType columns) {
    int count = Math.min(row.operandCount(), columns.getFieldCount());
    for (int i = 0; i < count; i++) {
      RelDataType type = columns.getFieldList().get(i).getType();
      if (!type.equals(unknownType)) {
        unknownTypes.adopt(row, i, type);
      }
    }
  }

  @Override
  protected RelDataType validateSelectList(
      SqlNodeList items, SqlSelect select, RelDataType targetRowType) {
    if (targetRowType.isStruct()) {
      int count = Math.min(items.size(), targetRowType.getFieldCount());
      for (int i = 0; i < count; i++) {
        unknownTypes.adopt(items, i, targetRowType.getFieldList().get(i).getType());
      }
    }
    OuterAggregates.refuse(this, select, items);
    return super.validateSelectList(items, select, targetRowType);
  }

  @Override
  protected void validateValues(SqlCall node, RelDataType targetRowType, SqlValidatorScope scope) {
    if (!targetRowType.isStruct()) {
      DefaultCheck.refuse(node);
      unknownTypes.resolveRows(scope, node);
    }
    super.validateValues(node, targetRowType, scope);
    if (getTypeCoercion() instanceof PydbTypeCoercion coercion) {
      coercion.keepDigits(scope, node);
    }
  }

  /** Also checks how many rows are wanted. */
  @Override
  protected void validateSelect(SqlSelect select, RelDataType targetRowType) {
    super.validateSelect(select, targetRowType);
    validateCount(select.getOffset(), "OFFSET");
    validateCount(select.getFetch(), "LIMIT");
  }

  private void validateCount(@Nullable SqlNode count, String clause) {
    if (count instanceof SqlCall call) {
      RowCountCheck.check(call, clause);
      SqlValidatorScope scope = getEmptyScope();
      inferUnknownTypes(TYPES.createSqlType(SqlTypeName.BIGINT), scope, call);
      call.validateExpr(this, scope);
    }
  }

  @Override
  public void validateDataType(SqlDataTypeSpec dataType) {
    DataTypeCheck.check(dataType);
  }

  @Override
  public void validateLiteral(SqlLiteral literal) {
    IntervalCheck.check(literal);
    super.validateLiteral(literal);
  }

  /** Reads dates and times as PostgreSQL does where Calcite does not. */
  @Override
  public SqlLiteral resolveLiteral(SqlLiteral literal) {
    return super.resolveLiteral(DateTimeLiterals.normalized(literal));
  }

  @Override
  protected void addToSelectList(
      List<SqlNode> list,
      Set<String> aliases,
      List<Map.Entry<String, RelDataType>> fieldList,
      SqlNode expression,
      SelectScope scope,
      boolean includeSystemVars) {
    labels.noteStar(scope.getNode(), fieldList.size(), expression);
    if (bindings != null) {
      bindings.see(scope.getNode(), this);
    }
    super.addToSelectList(list, aliases, fieldList, expression, scope, includeSystemVars);
  }

  /**
   * With DISTINCT, what a number or name in ORDER BY stands for is selected, and so needs no check.
   * Calcite's looks into window functions for columns that are not selected themselves.
   */
  @Override
  protected void validateOrderList(SqlSelect select) {
    RepeatedNames.number(select);
    SqlSelect around = checkedOrder;
    checkedOrder = select.isDistinct() ? select : null;
    super.validateOrderList(select);
    checkedOrder = around;
  }

  /** Calcite takes a row for a sub-query. */
  @Override
  protected void validateWhereOrOn(SqlValidatorScope scope, SqlNode condition, String clause) {
    if (condition.getKind() == SqlKind.ROW) {
      throw newValidationError(condition, Static.RESOURCE.condMustBeBoolean(clause));
    }
    super.validateWhereOrOn(scope, condition, clause);
  }

  /** Calcite also refuses window functions of sub-queries in HAVING. */
  @Override
  protected void validateHavingClause(SqlSelect select) {
    SqlNode having = select.getHaving();
    if (having != null) {
      OuterAggregates.refuse(this, select, having);
    }
    if (having == null || !hasWindow(having) || hasOwnWindow(having)) {
      super.validateHavingClause(select);
      return;
    }
    RelDataType truth = TYPES.createSqlType(SqlTypeName.BOOLEAN);
    AggregatingScope scope = (AggregatingScope) getSelectScope(select);
    inferUnknownTypes(truth, scope, having);
    scope.checkAggregateExpr(having, true);
    having.validate(this, scope);
    if (!SqlTypeUtil.inBooleanFamily(deriveType(scope, having))) {
      throw newValidationError(having, Static.RESOURCE.havingMustBeBoolean());
    }
  }

  private static boolean hasOwnWindow(SqlNode expression) {
    boolean[] isFound = {false};
    expression.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            isFound[0] |= call.getKind() == SqlKind.OVER;
            return call.isA(SqlKind.QUERY) ? null : super.visit(call);
          }
        });
    return isFound[0];
  }

  private static boolean hasWindow(SqlNode node) {
    return SqlUtil.containsCall(node, call -> call.getKind() == SqlKind.OVER);
  }

  /**
   * In ORDER BY a bare name is a column of the result, but in an expression names are columns of
   * the tables: {@code select -a as a from t order by a + 1} sorts by t's a.
   */
  @Override
  public SqlNode expandOrderExpr(SqlSelect select, SqlNode orderExpression) {
    if (orderExpression instanceof SqlIdentifier name && name.isStar()) {
      throw new PlacedError(
          name, "0A000", "a whole row is not supported in ORDER BY: name the columns");
    }
    if (orderExpression instanceof SqlIdentifier || orderExpression instanceof SqlLiteral) {
      SqlNode expanded = super.expandOrderExpr(select, orderExpression);
      return select == checkedOrder && hasWindow(expanded)
          ? SqlLiteral.createNull(orderExpression.getParserPosition())
          : expanded;
    }
    SqlValidatorScope tables = getWhereScope(select);
    SqlNode qualified =
        orderExpression.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlIdentifier identifier) {
                return identifier.isSimple() ? qualify(tables, identifier) : identifier;
              }

              @Override
              public @Nullable SqlNode visit(SqlCall call) {
                return call.isA(SqlKind.QUERY) ? call : super.visit(call);
              }
            });
    if (qualified == null || qualified == orderExpression) {
      return super.expandOrderExpr(select, orderExpression);
    }
    SqlValidatorScope scope = getOrderScope(select);
    inferUnknownTypes(unknownType, scope, qualified);
    deriveType(scope, qualified);
    return super.expandOrderExpr(select, qualified);
  }

  private static SqlNode qualify(SqlValidatorScope tables, SqlIdentifier identifier) {
    try {
      return tables.fullyQualify(identifier).identifier;
    } catch (CalciteContextException e) {
      return identifier; // No table has it: it names a column of the result after all.
    }
  }

  /** Also makes {@code 1e3} an exact number, and calls our functions instead of Calcite's. */
  @Override
  protected @Nullable SqlNode performUnconditionalRewrites(
      @Nullable SqlNode node, boolean underFrom) {
    if (node instanceof SqlNumericLiteral literal && !literal.isExact()) {
      return ExactLiteral.of(literal);
    }
    SqlNode placed = node;
    if (node instanceof SqlCall call) {
      OperatorReplacement.typeEmptyArray(call);
      placed = NamedArguments.place(call);
    }
    SqlNode rewritten = super.performUnconditionalRewrites(placed, underFrom);
    if (node == source) {
      source = rewritten;
    }
    return rewritten instanceof SqlCall call ? OperatorReplacement.replace(call) : rewritten;
  }

  /** The item that takes another's place in a select list, by the same name. */
  SqlNode named(SqlNode item, SqlNode replaced) {
    return replaced instanceof SqlIdentifier
        ? InnerNames.as(item, ColumnLabels.of(replaced))
        : item;
  }
}
