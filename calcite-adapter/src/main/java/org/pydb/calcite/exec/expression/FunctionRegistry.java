package org.pydb.calcite.exec.expression;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which {@link Binder} stands behind which function. Immutable once loaded. */
final class FunctionRegistry {
  private static final Map<ScalarFunction, Binder> BINDERS = new EnumMap<>(ScalarFunction.class);

  static {
    ComparisonFunctions.register(BINDERS);
    LogicFunctions.register(BINDERS);
    ChoiceFunctions.register(BINDERS);
    ArithmeticFunctions.register(BINDERS);
    MathFunctions.register(BINDERS);
    TextFunctions.register(BINDERS);
    TextBuilding.register(BINDERS);
    CodingFunctions.register(BINDERS);
    TimeFunctions.register(BINDERS);
    FieldFunctions.register(BINDERS);
    SessionFunctions.register(BINDERS);
    CatalogFunctions.register(BINDERS);
    SystemFunctions.register(BINDERS);
    RegexFunctions.register(BINDERS);
    RegexArrays.register(BINDERS);
    NumberFunctions.register(BINDERS);
    QuotingFunctions.register(BINDERS);
    FormatFunctions.register(BINDERS);
    JsonFunctions.register(BINDERS);
    JsonBuilding.register(BINDERS);
    JsonConstruction.register(BINDERS);
    JsonRecords.register(BINDERS);
    JsonPathFunctions.register(BINDERS);
    SqlJsonFunctions.register(BINDERS);
    ContainmentFunctions.register(BINDERS);
    ArrayFunctions.register(BINDERS);
    ArrayTexts.register(BINDERS);
    ArrayQuantifiers.register(BINDERS);
    IntervalFunctions.register(BINDERS);
    OverlapFunctions.register(BINDERS);
  }

  private FunctionRegistry() {}

  static @Nullable Binder binder(ScalarFunction function) {
    return BINDERS.get(function);
  }
}
