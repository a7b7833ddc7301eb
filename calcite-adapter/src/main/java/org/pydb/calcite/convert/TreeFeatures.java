package org.pydb.calcite.convert;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.rel.RecursiveUnion;

/** What a tree has in it, so that phases that have nothing to do are skipped. */
public final class TreeFeatures extends RelVisitor {
  private final Map<CorrelationId, Integer> correlations = new HashMap<>();
  private final Deque<CorrelationId> outerRows = new ArrayDeque<>();
  private boolean hasDeepCorrelation;
  private boolean hasSubQuery;
  private boolean hasWindow;
  private boolean hasRecursion;
  private boolean hasAlternatives;
  private boolean hasOnlyInnerJoins = true;
  private int joinCount;
  private int nodeCount;

  private TreeFeatures() {}

  /** Looks at a tree. */
  public static TreeFeatures of(RelNode root) {
    TreeFeatures features = new TreeFeatures();
    features.go(root);
    return features;
  }

  /** Whether an expression holds a sub-query. */
  public boolean hasSubQuery() {
    return hasSubQuery;
  }

  /** Whether a condition has alternatives: an OR. */
  public boolean hasAlternatives() {
    return hasAlternatives;
  }

  /** Whether there is a window function. */
  public boolean hasWindow() {
    return hasWindow;
  }

  /** Whether there is a query that refers to itself. */
  public boolean hasRecursion() {
    return hasRecursion;
  }

  /** Whether a part depends on the rows of another. */
  public boolean hasCorrelate() {
    return !correlations.isEmpty();
  }

  /** Whether two parts depend on rows by the same name, which decorrelation gets wrong. */
  public boolean hasSharedCorrelation() {
    return correlations.values().stream().anyMatch(count -> count > 1);
  }

  /**
   * Whether a sub-query in a sub-query depends on rows of the outermost query, which decorrelation
   * gets wrong as well: it loses groups that count nothing.
   */
  public boolean hasDeepCorrelation() {
    return hasDeepCorrelation;
  }

  /** How many joins there are. */
  public int joinCount() {
    return joinCount;
  }

  /** Whether each join is an inner one. */
  public boolean hasOnlyInnerJoins() {
    return hasOnlyInnerJoins;
  }

  /** How many expressions there are. */
  public int nodeCount() {
    return nodeCount;
  }

  @Override
  public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
    boolean isInner = false;
    if (ordinal == 1 && parent instanceof Correlate outer) {
      isInner = true;
      outerRows.push(outer.getCorrelationId());
    }
    nodeCount++;
    if (node instanceof Correlate correlate) {
      correlations.merge(correlate.getCorrelationId(), 1, Integer::sum);
    } else if (node instanceof Join join) {
      joinCount++;
      hasOnlyInnerJoins &= join.getJoinType() == JoinRelType.INNER;
      look(join.getCondition());
    } else if (node instanceof Filter filter) {
      look(filter.getCondition());
    } else if (node instanceof Project project) {
      project.getProjects().forEach(this::look);
    } else if (node instanceof Window) {
      hasWindow = true;
    } else if (node instanceof RecursiveUnion) {
      hasRecursion = true;
    }
    super.visit(node, ordinal, parent);
    if (isInner) {
      outerRows.pop();
    }
  }

  private void look(RexNode expression) {
    expression.accept(
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitSubQuery(RexSubQuery subQuery) {
            hasSubQuery = true;
            return null;
          }

          @Override
          public @Nullable Void visitCall(RexCall call) {
            hasAlternatives |= call.getKind() == SqlKind.OR;
            return super.visitCall(call);
          }

          @Override
          public @Nullable Void visitCorrelVariable(RexCorrelVariable row) {
            hasDeepCorrelation |= !row.id.equals(outerRows.peek()) && outerRows.contains(row.id);
            return null;
          }

          @Override
          public @Nullable Void visitOver(RexOver over) {
            hasWindow = true;
            return super.visitOver(over);
          }
        });
  }
}
