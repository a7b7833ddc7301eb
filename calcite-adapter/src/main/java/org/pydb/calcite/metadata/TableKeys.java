package org.pydb.calcite.metadata;

import java.util.Set;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.TableAccess;

/** Which columns of a scan are unique. */
public final class TableKeys implements MetadataHandler<BuiltInMetadata.UniqueKeys> {

  @Override
  public MetadataDef<BuiltInMetadata.UniqueKeys> getDef() {
    return BuiltInMetadata.UniqueKeys.DEF;
  }

  /** The keys of the table that the scan gives whole. */
  public Set<ImmutableBitSet> getUniqueKeys(
      TableAccess scan, RelMetadataQuery mq, boolean ignoreNulls) {
    return scan.keys();
  }

  /** Whether these columns have different values in each row. */
  public Boolean areColumnsUnique(
      TableAccess scan, RelMetadataQuery mq, ImmutableBitSet columns, boolean ignoreNulls) {
    return scan.keys().stream().anyMatch(columns::contains);
  }

  /** Of expressions that are known to be equal the first one is as good as any. */
  public @Nullable Boolean areColumnsUnique(
      RelSubset subset, RelMetadataQuery mq, ImmutableBitSet columns, boolean ignoreNulls) {
    return mq.areColumnsUnique(subset.getBestOrOriginal(), columns, ignoreNulls);
  }

  /** Which part of the table's rows the scan gives. */
  public Double getPercentageOriginalRows(TableAccess scan, RelMetadataQuery mq) {
    return Math.min(1, scan.estimateRowCount(mq) / scan.table().getRowCount());
  }
}
