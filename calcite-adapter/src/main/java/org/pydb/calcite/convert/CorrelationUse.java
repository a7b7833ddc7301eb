package org.pydb.calcite.convert;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Which rows of outer queries an expression or a tree refers to, sub-queries included. */
final class CorrelationUse {
  private final Set<CorrelationId> used = new LinkedHashSet<>();

  private final RexShuttle expressions =
      new RexShuttle() {
        @Override
        public RexNode visitCorrelVariable(RexCorrelVariable variable) {
          used.add(variable.id);
          return variable;
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
          look(subQuery.rel);
          return super.visitSubQuery(subQuery);
        }
      };

  private CorrelationUse() {}

  CorrelationUse(RexNode expression) {
    expression.accept(expressions);
  }

  CorrelationUse(RelNode tree) {
    look(tree);
  }

  /** Of one step alone, without its inputs. */
  static CorrelationUse ofStep(RelNode step) {
    CorrelationUse use = new CorrelationUse();
    step.accept(use.expressions);
    return use;
  }

  private void look(RelNode tree) {
    TreeExpressions.visit(tree, expressions);
  }

  /** All of them. */
  Set<CorrelationId> all() {
    return used;
  }

  /** Whether all of them are among these. */
  boolean isWithin(Set<CorrelationId> variables) {
    return variables.containsAll(used);
  }

  /** Whether a variable is among them. */
  boolean contains(CorrelationId variable) {
    return used.contains(variable);
  }

  /** Those of some variables that are among them. */
  Set<CorrelationId> of(Set<CorrelationId> variables) {
    Set<CorrelationId> common = new LinkedHashSet<>(variables);
    common.retainAll(used);
    return common;
  }
}
