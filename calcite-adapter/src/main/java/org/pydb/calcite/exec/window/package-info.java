/**
 * Window functions: values computed for each row from the rows around it.
 *
 * <p>Reading order: {@link org.pydb.calcite.exec.window.WindowNode}, {@link
 * org.pydb.calcite.exec.window.WindowCall}, {@link org.pydb.calcite.exec.window.WindowFrame},
 * {@link org.pydb.calcite.exec.window.WindowRows}, {@link org.pydb.calcite.exec.window.FrameRows},
 * {@link org.pydb.calcite.exec.window.WindowEvaluator}.
 */
@NullMarked
package org.pydb.calcite.exec.window;

import org.jspecify.annotations.NullMarked;
