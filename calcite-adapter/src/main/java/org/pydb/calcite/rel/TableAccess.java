package org.pydb.calcite.rel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.pydb.calcite.catalog.PydbTable;

/** A leaf that gives some columns of a table's rows. */
public interface TableAccess extends RelNode {

  /** The table. */
  PydbTable table();

  /** The ordinals of the table's columns that it gives, in its own order. */
  List<Integer> columns();

  /** The keys of the table all of whose columns are given, by their places among these. */
  default Set<ImmutableBitSet> keys() {
    Set<ImmutableBitSet> keys = new HashSet<>();
    for (ImmutableBitSet key : table().ordinalKeys()) {
      ImmutableBitSet.Builder places = ImmutableBitSet.builder();
      for (int column : key) {
        int place = columns().indexOf(column);
        if (place >= 0) {
          places.set(place);
        }
      }
      if (places.cardinality() == key.cardinality()) {
        keys.add(places.build());
      }
    }
    return keys;
  }
}
