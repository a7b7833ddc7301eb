package org.pydb.engine.catalog;

import java.util.List;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.RowLayout;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * How the rows of a table and the entries of its indexes stand in their trees. Immutable;
 * thread-safe; made once for a definition.
 *
 * @param definition the table
 * @param rows the layout of its rows
 * @param indexes the layouts of its indexes, in the order of the definition
 */
public record TableLayout(TableDefinition definition, RowLayout rows, List<IndexLayout> indexes) {

  /** The layout of a table. */
  public static TableLayout of(TableDefinition definition) {
    RowLayout rows = RowLayout.of(definition);
    return new TableLayout(
        definition,
        rows,
        definition.indexes().stream().map(index -> IndexLayout.of(rows, index)).toList());
  }

  /** The layout of one of its indexes. */
  public IndexLayout index(IndexDefinition index) {
    for (IndexLayout layout : indexes) {
      if (layout.index().treeId() == index.treeId()) {
        return layout;
      }
    }
    throw new IllegalArgumentException(
        definition.qualifiedName() + " has no index " + index.name());
  }
}
