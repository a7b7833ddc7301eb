/** A garden whose tables grow by Liquibase's change sets. */
@NullMarked
package org.pydb.examples.liquibase;

import org.jspecify.annotations.NullMarked;
