/** Tests of the all jar itself, from outside. */
package org.pydb.all;
