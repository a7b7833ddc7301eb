package org.pydb.calcite.function;

import static org.apache.calcite.sql.type.OperandTypes.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.PydbTypeFactory;

/** PostgreSQL's functions about the database and who is connected to it, as tools call them. */
public final class SystemFunctions {
  private static final SqlTypeFamily TEXT = SqlTypeFamily.CHARACTER;
  private static final SqlTypeFamily INT = SqlTypeFamily.INTEGER;

  private static final SqlReturnTypeInference NUMBER =
      ReturnTypes.BIGINT.andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference WORDS =
      ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference TRUTH =
      ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference COUNT =
      ReturnTypes.INTEGER.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  /** The number of an object, or its name. */
  private static final SqlOperandTypeChecker OBJECT = family(INT).or(family(TEXT));

  private static final List<SqlOperator> ALL = new ArrayList<>();

  /** {@code 'name'::regtype}. Its name is none that anyone writes. */
  public static final SqlOperator REGTYPE =
      add("$regtype", ScalarFunction.REGTYPE, NUMBER, family(TEXT).or(family(INT)));

  /** {@code x::regtype::text}. Its name is none that anyone writes. */
  public static final SqlOperator REGTYPE_NAME =
      add("$regtype_name", ScalarFunction.REGTYPE_NAME, WORDS, family(INT));

  static {
    add(ScalarFunction.TO_REGCLASS, NUMBER, family(TEXT));
    add(ScalarFunction.TO_REGTYPE, NUMBER, family(TEXT));
    addSizes();
    addSession();
    addPrivileges();
    add("_pg_char_max_length", ScalarFunction.CHAR_MAX_LENGTH, COUNT, family(INT, INT));
    add("_pg_numeric_precision", ScalarFunction.NUMERIC_PRECISION, COUNT, family(INT, INT));
    add("_pg_datetime_precision", ScalarFunction.DATETIME_PRECISION, COUNT, family(INT, INT));
    add("_pg_numeric_scale", ScalarFunction.NUMERIC_SCALE, COUNT, family(INT, INT));
    addLocks();
  }

  private SystemFunctions() {}

  /** All of them that a statement may name. */
  static List<SqlOperator> all() {
    return List.copyOf(ALL);
  }

  private static void addSizes() {
    add(ScalarFunction.PG_RELATION_SIZE, NUMBER, OBJECT.or(family(INT, TEXT)));
    add("pg_table_size", ScalarFunction.PG_RELATION_SIZE, NUMBER, OBJECT);
    add(ScalarFunction.PG_TOTAL_RELATION_SIZE, NUMBER, OBJECT);
    add(ScalarFunction.PG_INDEXES_SIZE, NUMBER, OBJECT);
    add(ScalarFunction.PG_DATABASE_SIZE, NUMBER, OBJECT);
    add(ScalarFunction.PG_SIZE_PRETTY, WORDS, family(SqlTypeFamily.EXACT_NUMERIC));
  }

  private static void addSession() {
    add(ScalarFunction.PG_BACKEND_PID, ReturnTypes.INTEGER, OperandTypes.NILADIC);
    add(ScalarFunction.PG_SLEEP, WORDS, family(SqlTypeFamily.NUMERIC));
    PydbTypeFactory types = PydbTypeFactory.INSTANCE;
    add(
        ScalarFunction.CURRENT_SCHEMAS,
        binding -> types.nullable(types.array(types.text())),
        family(SqlTypeFamily.BOOLEAN));
    add(ScalarFunction.PG_GET_USERBYID, WORDS, family(INT));
    add(ScalarFunction.PG_ENCODING_TO_CHAR, WORDS, family(INT));
    add(ScalarFunction.PG_CLIENT_ENCODING, ReturnTypes.VARCHAR, OperandTypes.NILADIC);
    add(ScalarFunction.PG_IS_OTHER_TEMP_SCHEMA, TRUTH, family(INT));
    add(ScalarFunction.PG_IS_IN_RECOVERY, ReturnTypes.BOOLEAN, OperandTypes.NILADIC);
  }

  /** With the user in front, or without. */
  private static void addPrivileges() {
    for (String what : List.of("table", "schema", "sequence", "database", "column", "any_column")) {
      int least = what.equals("column") ? 3 : 2;
      add(
          "has_" + what + "_privilege",
          ScalarFunction.HAS_PRIVILEGE,
          TRUTH,
          family(Collections.nCopies(least + 1, SqlTypeFamily.ANY), index -> index >= least));
    }
  }

  private static void addLocks() {
    SqlOperandTypeChecker key = family(INT).or(family(INT, INT));
    add(ScalarFunction.PG_ADVISORY_LOCK, WORDS, key);
    add(ScalarFunction.PG_TRY_ADVISORY_LOCK, TRUTH, key);
    add(ScalarFunction.PG_ADVISORY_XACT_LOCK, WORDS, key);
    add(ScalarFunction.PG_TRY_ADVISORY_XACT_LOCK, TRUTH, key);
    add(ScalarFunction.PG_ADVISORY_UNLOCK, TRUTH, key);
    add(ScalarFunction.PG_ADVISORY_UNLOCK_ALL, WORDS, OperandTypes.NILADIC);
    add(ScalarFunction.PG_STAT_STATEMENTS_RESET, WORDS, OperandTypes.NILADIC);
  }

  private static void add(
      ScalarFunction function, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
    SqlOperator unused = add(function.sqlName(), function, type, operands);
  }

  private static SqlOperator add(
      String name,
      ScalarFunction function,
      SqlReturnTypeInference type,
      SqlOperandTypeChecker operands) {
    SqlOperator operator =
        new PydbScalarFunction(
            name.toUpperCase(Locale.ROOT), SqlKind.OTHER_FUNCTION, function, type, operands);
    ALL.add(operator);
    return operator;
  }
}
