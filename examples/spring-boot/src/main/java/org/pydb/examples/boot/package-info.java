/** A record shop on Spring Boot; begin with {@link org.pydb.examples.boot.RecordShop}. */
@NullMarked
package org.pydb.examples.boot;

import org.jspecify.annotations.NullMarked;
