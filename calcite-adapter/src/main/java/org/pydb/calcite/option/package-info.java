/**
 * What a plan may be made of: {@link org.pydb.calcite.option.PlanRules} has the {@link
 * org.pydb.calcite.option.PlanRule}s and indexes that are switched off.
 */
@NullMarked
package org.pydb.calcite.option;

import org.jspecify.annotations.NullMarked;
