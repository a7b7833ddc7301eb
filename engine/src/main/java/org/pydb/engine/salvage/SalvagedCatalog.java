package org.pydb.engine.salvage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * The definitions that are left. One that is lost is taken from an older copy of its page, if there
 * is one and its table still has rows: definitions seldom change, and without one, rows mean
 * nothing. Not thread-safe.
 */
final class SalvagedCatalog {
  private final Roots roots;
  private final DamagedFile file;
  private final Map<Integer, TableDefinition> tables = new TreeMap<>();
  private final Set<String> schemas = new HashSet<>();
  private final Map<Integer, SequenceDefinition> sequences = new TreeMap<>();
  private final Map<Integer, ViewDefinition> views = new TreeMap<>();

  SalvagedCatalog(DamagedFile file, Roots roots) {
    this.file = file;
    this.roots = roots;
    TreeWalk walk = roots.read(CatalogTree.TREE_ID, this::take);
    if (walk != null && (walk.isGuessed() || !walk.gaps().isEmpty())) {
      walk.gaps().forEach(gap -> file.findings().add("Definitions are lost: " + gap.cause));
      takeOlderCopies();
    }
    reportRowsWithoutDefinition();
    dropReferencesToLostTables();
    dropLostSequences();
  }

  /** The tables that are left, by id. */
  List<TableDefinition> tables() {
    return List.copyOf(tables.values());
  }

  /** The schemas that are left, besides the default one. */
  Set<String> schemas() {
    return schemas;
  }

  /** The sequences that are left, by id. */
  List<SequenceDefinition> sequences() {
    return List.copyOf(sequences.values());
  }

  /** The views that are left, by id. */
  List<ViewDefinition> views() {
    return List.copyOf(views.values());
  }

  private void take(byte[] key, byte[] value) {
    int id = CatalogTree.tableId(key);
    String schema = CatalogTree.schemaName(key);
    if (id > 0 && !tables.containsKey(id)) {
      try {
        tables.put(id, CatalogTree.decode(value));
      } catch (RuntimeException e) {
        file.findings().add("The definition of table number " + id + " makes no sense: " + e);
      }
    } else if (schema != null) {
      schemas.add(schema);
    } else {
      takeOther(key, value);
    }
  }

  private void takeOther(byte[] key, byte[] value) {
    try {
      SequenceDefinition sequence = CatalogTree.sequence(key, value);
      ViewDefinition view = CatalogTree.view(key, value);
      if (sequence != null) {
        sequences.putIfAbsent(sequence.id(), sequence);
      } else if (view != null) {
        views.putIfAbsent(view.id(), view);
      }
    } catch (RuntimeException e) {
      file.findings().add("The definition of a sequence or view makes no sense: " + e);
    }
  }

  /** A column whose sequence is lost takes values no more, but for those that are given. */
  private void dropLostSequences() {
    for (TableDefinition table : List.copyOf(tables.values())) {
      List<ColumnDefinition> columns = new ArrayList<>(table.columns());
      columns.replaceAll(
          column -> {
            Identity identity = column.identity();
            return identity == null || sequences.containsKey(identity.sequenceId())
                ? column
                : column.withIdentity(null);
          });
      if (!columns.equals(table.columns())) {
        tables.put(table.id(), table.withColumns(columns));
        file.findings()
            .add("A sequence is lost that gives a column of " + table.qualifiedName() + " values.");
      }
    }
  }

  private void takeOlderCopies() {
    List<PagePointer> newestFirst = new ArrayList<>(file.allLeaves(CatalogTree.TREE_ID));
    newestFirst.sort(Comparator.comparingLong(leaf -> -leaf.generation()));
    Set<Integer> before = new HashSet<>(tables.keySet());
    for (PagePointer leaf : newestFirst) {
      takeOlderCopies(leaf);
    }
    tables.keySet().removeIf(id -> !before.contains(id) && !isWanted(id));
    for (TableDefinition table : tables.values()) {
      if (!before.contains(table.id())) {
        file.findings()
            .add(
                "The definition of "
                    + table.qualifiedName()
                    + " is taken from an older copy of its page; it may have changed since.");
      }
    }
  }

  private void takeOlderCopies(PagePointer leaf) {
    try {
      Node node = file.node(new PageRef(leaf.number(), leaf.generation()), CatalogTree.TREE_ID, 0);
      for (int i = 0; i < node.count(); i++) {
        take(node.head(i), TreeWalk.value(file, node, i));
      }
    } catch (CorruptionException e) {
      // Its large values are gone. There may be another copy.
    }
  }

  /** A table that has no rows, or the name of another one, was dropped, as far as can be told. */
  private boolean isWanted(int id) {
    TableDefinition table = tables.get(id);
    return table != null
        && roots.mayExist(id)
        && tables.values().stream()
            .noneMatch(
                other -> other.id() > id && other.qualifiedName().equals(table.qualifiedName()));
  }

  private void reportRowsWithoutDefinition() {
    Set<Integer> defined = new HashSet<>(tables.keySet());
    tables.values().forEach(t -> t.indexes().forEach(index -> defined.add(index.treeId())));
    tables.values().forEach(t -> defined.add(t.largeValues()));
    for (int tree : file.trees()) {
      if (tree >= CatalogTree.FIRST_FREE_ID && !defined.contains(tree) && roots.mayExist(tree)) {
        file.findings()
            .add(
                "Rows of table or index number "
                    + tree
                    + " are there, but not its definition: they cannot be read.");
      }
    }
  }

  private void dropReferencesToLostTables() {
    for (TableDefinition table : List.copyOf(tables.values())) {
      List<ForeignKey> kept = new ArrayList<>(table.foreignKeys());
      for (ForeignKey key : table.foreignKeys()) {
        if (!tables.containsKey(key.referencedTableId())) {
          kept.remove(key);
          file.findings()
              .add(
                  "The foreign key "
                      + key.name()
                      + " of "
                      + table.qualifiedName()
                      + " is left out: the table that it refers to is lost.");
        }
      }
      if (kept.size() < table.foreignKeys().size()) {
        tables.put(table.id(), table.withForeignKeys(kept));
      }
    }
  }
}
