package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;

/**
 * Groups the rows of a {@link Fragment}: each lane for itself, with memory of its own; then the
 * groups of all lanes are put into those of the first one. Only for aggregates whose result is the
 * same however their rows are divided.
 *
 * <p>There is no half-done sum on the disk, so this works in memory alone: if a lane's groups do
 * not fit, the whole is given up, and one thread begins anew. The groups that have been found by
 * then are the price.
 */
final class ParallelGrouping implements AutoCloseable {
  private final Fragment fragment;
  private final List<Workspace> workspaces = new ArrayList<>();
  private final List<List<Grouping>> lanes = new ArrayList<>();

  /**
   * No groups yet.
   *
   * @param shapes the ways to group, each of which sees all rows
   * @param workspace makes what a lane works with
   */
  ParallelGrouping(Fragment fragment, List<GroupingShape> shapes, Supplier<Workspace> workspace) {
    this.fragment = fragment;
    for (int i = 0; i < fragment.laneCount(); i++) {
      Workspace own = workspace.get();
      workspaces.add(own);
      lanes.add(shapes.stream().map(shape -> new Grouping(shape, own, 0)).toList());
    }
  }

  /** Reads all rows; gives the groups, a grouping for each shape, or null if they do not fit. */
  @Nullable List<Grouping> run() {
    boolean fits = fragment.buildJoins() && fragment.run((lane, morsel, rows) -> add(lane, rows));
    return fits ? merged() : null;
  }

  private boolean add(int lane, Batch batch) {
    for (Grouping grouping : lanes.get(lane)) {
      if (!grouping.addIfRoom(batch)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable List<Grouping> merged() {
    List<Grouping> all = lanes.get(0);
    for (int lane = 1; lane < lanes.size(); lane++) {
      for (int i = 0; i < all.size(); i++) {
        if (!all.get(i).merge(lanes.get(lane).get(i))) {
          return null;
        }
      }
      workspaces.get(lane).close();
    }
    return all;
  }

  @Override
  public void close() {
    workspaces.forEach(Workspace::close);
  }
}
