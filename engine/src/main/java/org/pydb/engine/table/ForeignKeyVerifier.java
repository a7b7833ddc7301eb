package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.Row;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;

/** Looks whether the rows that a table's rows refer to are there. Not thread-safe. */
public final class ForeignKeyVerifier {

  /** Is told of a row that refers to nothing. */
  @FunctionalInterface
  public interface Findings {
    /**
     * A row breaks a foreign key.
     *
     * @param key the values that were not found, for people to read; null if some of them are NULL
     *     where all must be or none
     */
    void broken(ForeignKey foreignKey, @Nullable String key);
  }

  /** A foreign key, and the tree in which it looks; none if the other table has no such key. */
  private record Outgoing(ForeignKey key, @Nullable ReferencedKey target) {}

  private final List<Outgoing> outgoing = new ArrayList<>();
  private final EntryPointer found = new EntryPointer();

  /** A verifier of one table's foreign keys. */
  public ForeignKeyVerifier(Catalog catalog, TableLayout layout) {
    for (ForeignKey key : layout.definition().foreignKeys()) {
      TableLayout target = catalog.layout(key.referencedTableId());
      outgoing.add(new Outgoing(key, ReferencedKey.find(target, key.referencedColumns(), true)));
    }
  }

  /** Whether there is anything to look at. */
  public boolean isEmpty() {
    return outgoing.isEmpty();
  }

  /** Looks at a row. */
  public void verify(ReadView view, Row row, Findings findings) {
    for (Outgoing each : outgoing) {
      ReferencedKey target = each.target;
      if (each.key.columns().stream().anyMatch(row::isNull)) {
        if (ForeignKeyCheck.isMixed(row, each.key)) {
          findings.broken(each.key, null);
        }
        continue;
      }
      if (target == null) {
        continue;
      }
      byte[] key = target.encode(row, each.key.columns());
      if (key == null) {
        findings.broken(each.key, "a value beyond the range of the referenced column");
      } else if (!view.get(target.tree(), key, 0, key.length, found)) {
        findings.broken(each.key, KeyPrinter.print(target.format(), key, 0, key.length));
      }
    }
  }
}
