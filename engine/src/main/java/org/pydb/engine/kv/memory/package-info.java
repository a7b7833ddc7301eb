/** The storage engine without files: a persistent search tree. */
@NullMarked
package org.pydb.engine.kv.memory;

import org.jspecify.annotations.NullMarked;
