/** Golden scripts: inputs and the outputs that they must give, in files that read as documents. */
package org.pydb.calcite.golden;
