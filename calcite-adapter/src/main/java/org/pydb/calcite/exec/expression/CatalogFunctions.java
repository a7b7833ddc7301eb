package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INT64;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;

/** Registers PostgreSQL's functions that tell of the catalog. Stateless. */
final class CatalogFunctions {

  private CatalogFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    Telling constraint = (on, in, row) -> on.constraint(in.getLong(0, row));
    tell(ScalarFunction.PG_GET_CONSTRAINTDEF, binders, constraint, INT64);
    tell(ScalarFunction.PG_GET_CONSTRAINTDEF, binders, constraint, INT64, BOOLEAN);
    tell(
        ScalarFunction.PG_GET_INDEXDEF,
        binders,
        (on, in, row) -> on.index(in.getLong(0, row), 0),
        INT64);
    tell(
        ScalarFunction.PG_GET_INDEXDEF,
        binders,
        (on, in, row) -> on.index(in.getLong(0, row), in.getInt(1, row)),
        INT64,
        INT32,
        BOOLEAN);
    Telling view = (on, in, row) -> on.view(in.getLong(0, row));
    tell(ScalarFunction.PG_GET_VIEWDEF, binders, view, INT64);
    tell(ScalarFunction.PG_GET_VIEWDEF, binders, view, INT64, BOOLEAN);
    Telling expression = (on, in, row) -> in.getString(0, row);
    tell(ScalarFunction.PG_GET_EXPR, binders, expression, TEXT, INT64);
    tell(ScalarFunction.PG_GET_EXPR, binders, expression, TEXT, INT64, BOOLEAN);
    tell(
        ScalarFunction.FORMAT_TYPE,
        binders,
        (on, in, row) -> on.type(in.getLong(0, row), in.getInt(1, row)),
        INT64,
        INT32);
    Telling comment = (on, in, row) -> on.comment(in.getLong(0, row), 0);
    tell(ScalarFunction.OBJ_DESCRIPTION, binders, comment, INT64);
    tell(ScalarFunction.OBJ_DESCRIPTION, binders, comment, INT64, TEXT);
    tell(
        ScalarFunction.COL_DESCRIPTION,
        binders,
        (on, in, row) -> on.comment(in.getLong(0, row), in.getInt(1, row)),
        INT64,
        INT32);
    tell(
        ScalarFunction.PG_GET_SERIAL_SEQUENCE,
        binders,
        (on, in, row) -> on.sequence(in.getString(0, row), in.getString(1, row)),
        TEXT,
        TEXT);
    tell(
        ScalarFunction.REGCLASS_NAME, binders, (on, in, row) -> on.name(in.getLong(0, row)), INT64);
    registerNumbers(binders);
  }

  private static void registerNumbers(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.REGCLASS, binders)
        .formPerExecution(
            INT64,
            context -> {
              CatalogTexts catalog = context.session().offered(CatalogTexts.class);
              return (in, row, out) ->
                  ((LongVector) out).set(row, catalog.relation(in.getString(0, row)));
            },
            TEXT)
        .form(INT64, (in, row, out) -> ((LongVector) out).set(row, in.getLong(0, row)), INT64);
    Overloads.of(ScalarFunction.PG_TABLE_IS_VISIBLE, binders)
        .formPerExecution(
            BOOLEAN,
            context -> {
              CatalogTexts catalog = context.session().offered(CatalogTexts.class);
              return (in, row, out) ->
                  ((LongVector) out).set(row, catalog.isVisible(in.getLong(0, row)) ? 1 : 0);
            },
            INT64);
  }

  /** What the catalog tells for the operands of a call. */
  @FunctionalInterface
  private interface Telling {
    @Nullable String tell(CatalogTexts on, Arguments in, int row);
  }

  private static void tell(
      ScalarFunction function,
      Map<ScalarFunction, Binder> binders,
      Telling telling,
      ColumnKind... parameters) {
    Overloads overloads =
        binders.get(function) instanceof Overloads known ? known : Overloads.of(function, binders);
    overloads.formPerExecution(
        TEXT,
        context -> {
          CatalogTexts catalog = context.session().offered(CatalogTexts.class);
          return (in, row, out) -> TextResult.set(out, row, telling.tell(catalog, in, row));
        },
        parameters);
  }
}
