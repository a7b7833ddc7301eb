package org.pydb.calcite.convert;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** The columns of outer rows that expressions or trees refer to. */
final class OuterReferences extends RexShuttle {
  private final Set<RexFieldAccess> found = new LinkedHashSet<>();

  private OuterReferences() {}

  /** Those of an expression. */
  static Set<RexFieldAccess> of(RexNode expression) {
    return of(List.of(expression));
  }

  /** Those of some expressions. */
  static Set<RexFieldAccess> of(List<RexNode> expressions) {
    OuterReferences references = new OuterReferences();
    references.apply(expressions);
    return references.found;
  }

  /** Those of all steps of a tree. */
  static Set<RexFieldAccess> of(RelNode tree) {
    OuterReferences references = new OuterReferences();
    TreeExpressions.visit(tree, references);
    return references.found;
  }

  @Override
  public RexNode visitFieldAccess(RexFieldAccess access) {
    if (access.getReferenceExpr() instanceof RexCorrelVariable) {
      found.add(access);
    }
    return super.visitFieldAccess(access);
  }
}
