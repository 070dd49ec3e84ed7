import { Parser } from 'htmlparser2';

type Attributes = Readonly<Record<string, string>>;

/** What to do with the elements of an XML text; names come without their namespace. */
interface XmlHandlers {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads XML as a stream of events. Entities are not declared but the five that XML has. */
export function readXml(source: string, handlers: XmlHandlers): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handlers.open?.(local(name), attributes),
      ontext: (text) => handlers.text?.(text),
      onclosetag: (name) => handlers.close?.(local(name)),
    },
    { xmlMode: true },
  );
  parser.end(source);
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
