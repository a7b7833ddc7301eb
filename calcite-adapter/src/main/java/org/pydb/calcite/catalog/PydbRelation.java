package org.pydb.calcite.catalog;

import java.util.Collections;
import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What tables, views and kept rows answer alike when Calcite asks: they have columns, and nothing
 * of streams, distributions, roll-ups and models. Unless they know better they are only read, and
 * nothing is known of their rows. Immutable; thread-safe.
 */
abstract sealed class PydbRelation implements Prepare.PreparingTable, Table
    permits KeptTable, PydbTable, PydbView {
  private final RelDataType rowType;

  PydbRelation(RelDataType rowType) {
    this.rowType = rowType;
  }

  @Override
  public RelDataType getRowType() {
    return rowType;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return rowType;
  }

  /** Unknown, unless there is something to count. */
  @Override
  public double getRowCount() {
    return 1;
  }

  @Override
  public boolean isKey(ImmutableBitSet columns) {
    return false;
  }

  @Override
  public List<ImmutableBitSet> getKeys() {
    return List.of();
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.UNKNOWN;
  }

  @Override
  public SqlAccessType getAllowedAccess() {
    return SqlAccessType.READ_ONLY;
  }

  /** None: which order rows come in is for the physical scans to say. */
  @Override
  public List<RelCollation> getCollationList() {
    return List.of();
  }

  @Override
  public RelDistribution getDistribution() {
    return RelDistributions.SINGLETON;
  }

  @Override
  public List<RelReferentialConstraint> getReferentialConstraints() {
    return List.of();
  }

  @Override
  public List<ColumnStrategy> getColumnStrategies() {
    return Collections.nCopies(rowType.getFieldCount(), ColumnStrategy.NULLABLE);
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    return type.isInstance(this) ? type.cast(this) : null;
  }

  @Override
  public SqlMonotonicity getMonotonicity(String columnName) {
    return SqlMonotonicity.NOT_MONOTONIC;
  }

  @Override
  public boolean supportsModality(SqlModality modality) {
    return modality == SqlModality.RELATION;
  }

  @Override
  public boolean isTemporal() {
    return false;
  }

  @Override
  public boolean isRolledUp(String column) {
    return false;
  }

  @Override
  public boolean rolledUpColumnValidInsideAgg(
      String column,
      SqlCall call,
      @Nullable SqlNode parent,
      @Nullable CalciteConnectionConfig config) {
    return false;
  }

  @Override
  @SuppressWarnings("deprecation") // nothing calls it any more, but the interface still has it
  public boolean columnHasDefaultValue(
      RelDataType type, int ordinal, InitializerContext initializerContext) {
    return false;
  }

  @Override
  public @Nullable RelOptSchema getRelOptSchema() {
    return null;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public @Nullable Expression getExpression(Class type) {
    return null;
  }

  @Override
  public RelOptTable extend(List<RelDataTypeField> extendedFields) {
    throw new UnsupportedOperationException("EXTEND is not supported");
  }
}
