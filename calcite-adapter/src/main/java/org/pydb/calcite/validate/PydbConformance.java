package org.pydb.calcite.validate;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** Where dialects differ, what PostgreSQL allows. Immutable; thread-safe. */
public final class PydbConformance extends SqlDelegatingConformance {

  /** The only instance. */
  public static final SqlConformance INSTANCE = new PydbConformance();

  private PydbConformance() {
    super(SqlConformanceEnum.DEFAULT);
  }

  @Override
  public boolean isGroupByAlias() {
    return true;
  }

  @Override
  public boolean isGroupByOrdinal() {
    return true;
  }

  /** In ORDER BY a name means the result's column first, then the table's. */
  @Override
  public boolean isSortByAliasObscures() {
    return true;
  }

  @Override
  public boolean isBangEqualAllowed() {
    return true;
  }

  @Override
  public boolean isPercentRemainderAllowed() {
    return true;
  }

  @Override
  public boolean isOffsetLimitAllowed() {
    return true;
  }

  /** INSERT may give fewer values than the table has columns; the others take their defaults. */
  @Override
  public boolean isInsertSubsetColumnsAllowed() {
    return true;
  }

  @Override
  public boolean allowPluralTimeUnits() {
    return true;
  }

  /** Integers that overflow are an error, never wrapped. */
  @Override
  public boolean checkedArithmetic() {
    return true;
  }

  /** Strings of several lengths are united without padding. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }
}
