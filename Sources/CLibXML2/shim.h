#ifndef VAXEL_CLIBXML2_SHIM_H
#define VAXEL_CLIBXML2_SHIM_H

/* A libxml2 that is built with ICU drags ICU's headers in, which clash with those inside Foundation. They only declare a
   member of a structure that nobody here touches, so they stay out. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#endif
