package org.pydb.calcite.parser;

import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.validate.SqlAbstractConformance;

/**
 * The freedoms of pydb's dialect, for parser, validator and converter alike: PostgreSQL's, where
 * Calcite leaves a choice.
 *
 * <p>What is not overridden is as in Calcite's default, which is near to the standard. Immutable;
 * thread-safe.
 */
public final class PydbConformance extends SqlAbstractConformance {

  public static final PydbConformance INSTANCE = new PydbConformance();

  private PydbConformance() {}

  /** {@code SELECT a + b AS c … GROUP BY c}. */
  @Override
  public boolean isGroupByAlias() {
    return true;
  }

  /** {@code SELECT a … GROUP BY 1}. */
  @Override
  public boolean isGroupByOrdinal() {
    return true;
  }

  /** In ORDER BY a name means the result's column first, then the table's. */
  @Override
  public boolean isSortByAliasObscures() {
    return true;
  }

  /** {@code a != b}. */
  @Override
  public boolean isBangEqualAllowed() {
    return true;
  }

  /** {@code a % b}. */
  @Override
  public boolean isPercentRemainderAllowed() {
    return true;
  }

  /** {@code OFFSET 1 LIMIT 2}, besides the other order. */
  @Override
  public boolean isOffsetLimitAllowed() {
    return true;
  }

  /** {@code INSERT INTO t (a) …} though {@code t} has more columns. */
  @Override
  public boolean isInsertSubsetColumnsAllowed() {
    return true;
  }

  /** {@code ROW (a, b)} wherever {@code (a, b)} may stand. */
  @Override
  public boolean allowExplicitRowValueConstructor() {
    return true;
  }

  /** {@code SELECT t.a FROM t JOIN u USING (a)}. */
  @Override
  public boolean allowQualifyingCommonColumn() {
    return true;
  }

  /** {@code 'a' UNION 'bcd'} is of a varying type; nothing is padded. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  /** {@code INTERVAL '1' DAYS}. */
  @Override
  public boolean allowPluralTimeUnits() {
    return true;
  }

  /** Integers that overflow are an error, never wrapped. */
  @Override
  public boolean checkedArithmetic() {
    return true;
  }

  @Override
  public SqlLibrary semantics() {
    return SqlLibrary.POSTGRESQL;
  }
}
