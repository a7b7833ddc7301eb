package org.pydb.calcite.ddl;

import java.util.List;
import org.pydb.calcite.parser.ConstraintTiming;
import org.pydb.calcite.parser.KeyDeclaration;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;

/**
 * From a key's declaration to the index that backs it. A primary key needs one only if it is
 * deferrable: otherwise it is the order of the rows. Stateless.
 */
final class KeyIndexes {

  private KeyIndexes() {}

  /** Whether a key is the order of the rows, rather than an index beside them. */
  static boolean isRowOrder(KeyDeclaration key) {
    return key.primary() && key.timing() == ConstraintTiming.NOT_DEFERRABLE;
  }

  static IndexDefinition of(KeyDeclaration key, int treeId, String name, List<Integer> columns) {
    Deferral deferral = deferral(key.timing());
    return new IndexDefinition(
        treeId,
        name,
        columns.stream().map(KeyColumn::ascending).toList(),
        deferral == Deferral.NONE,
        key.primary()
            ? IndexDefinition.Origin.PRIMARY_KEY
            : IndexDefinition.Origin.UNIQUE_CONSTRAINT,
        IndexDefinition.NONE,
        List.of(),
        deferral,
        key.nullsNotDistinct());
  }

  static Deferral deferral(ConstraintTiming timing) {
    return switch (timing) {
      case NOT_DEFERRABLE -> Deferral.NONE;
      case INITIALLY_IMMEDIATE -> Deferral.INITIALLY_IMMEDIATE;
      case INITIALLY_DEFERRED -> Deferral.INITIALLY_DEFERRED;
    };
  }
}
