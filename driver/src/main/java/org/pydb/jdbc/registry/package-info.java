/**
 * The databases that are open in this JVM, and who keeps them open. Reading order: {@link
 * org.pydb.jdbc.registry.DatabaseRegistry}, {@link org.pydb.jdbc.registry.SharedDatabase}, {@link
 * org.pydb.jdbc.registry.CanonicalPath}.
 */
@NullMarked
package org.pydb.jdbc.registry;

import org.jspecify.annotations.NullMarked;
