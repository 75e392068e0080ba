interface Operation {
  readonly requestBody?: {
    required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema?: { readonly type?: unknown } }>>;
  };
}

/** A body that may be null may be left out: the plugin that collects the schemas calls every body required. Changes `paths`. */
export function markOptionalBodies(paths: Readonly<Record<string, unknown>>): void {
  for (const path of Object.values(paths)) {
    for (const { requestBody } of Object.values(path as Record<string, Operation>)) {
      const type = requestBody?.content['application/json']?.schema?.type;
      if (requestBody && Array.isArray(type) && type.includes('null')) requestBody.required = false;
    }
  }
}
