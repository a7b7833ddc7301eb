package org.pydb.calcite.catalog;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.Schema;
import org.pydb.engine.schema.ViewDefinition;

/**
 * A view as Calcite sees it: a name and a row type to check statements by. Where a statement is
 * converted, its query takes its place, so no plan ever reads one. Immutable; thread-safe; made
 * once for a catalog and shared by all statements.
 */
public final class PydbView extends PydbRelation {
  private final ViewDefinition definition;

  /**
   * A view.
   *
   * @param rowTypes tells the columns of a view, as the tables that it uses are now
   */
  PydbView(ViewDefinition definition, Function<ViewDefinition, RelDataType> rowTypes) {
    super(rowTypes.apply(definition));
    this.definition = definition;
  }

  /** The definition. */
  public ViewDefinition definition() {
    return definition;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context) {
    return context.expandView(getRowType(), definition.query(), List.of(), getQualifiedName()).rel;
  }

  @Override
  public List<String> getQualifiedName() {
    return List.of(definition.schema(), definition.name());
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.VIEW;
  }

  @Override
  public String toString() {
    return definition.qualifiedName();
  }
}
