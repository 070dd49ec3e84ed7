import { BOT_API_OBJECTS } from './bot-api-objects.js';
import { isRecord, type Params } from './parameters.js';

/** Finds misspelt fields inside objects, which Telegram ignores as silently as unknown parameters. */

/** Field → the object it holds, or '' when its inside is not looked at. */
type Shape = ReadonlyMap<string, string>;

const SHAPES: ReadonlyMap<string, Shape> = new Map(
  BOT_API_OBJECTS.trim()
    .replaceAll('\n  ', ' ')
    .split('\n')
    .map((line) => {
      const [name = '', fields = ''] = line.split(': ');
      const pairs = fields.split(' ').map((field) => field.split('>'));
      return [name, new Map(pairs.map(([field = '', object = '']) => [field, object]))];
    }),
);

const PARAMETERS: Readonly<Record<string, string>> = {
  reply_markup: 'ReplyMarkup',
  reply_parameters: 'ReplyParameters',
  link_preview_options: 'LinkPreviewOptions',
  entities: 'MessageEntity',
  caption_entities: 'MessageEntity',
  commands: 'BotCommand',
  scope: 'BotCommandScope',
  menu_button: 'MenuButton',
  media: 'InputMedia',
  reaction: 'ReactionType',
};

/** Paths such as `reply_markup.inline_keyboard.colour`. */
export function unknownFields(params: Params): string[] {
  const found: string[] = [];
  for (const name in params) {
    const object = PARAMETERS[name];
    if (object !== undefined) walk(params[name], SHAPES.get(object), name, found);
  }
  return found;
}

function walk(value: unknown, shape: Shape | undefined, path: string, found: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) walk(item, shape, path, found);
    return;
  }
  if (!shape || !isRecord(value)) return;
  for (const field in value) {
    const object = shape.get(field);
    if (object === undefined) found.push(`${path}.${field}`);
    else if (object !== '') walk(value[field], SHAPES.get(object), `${path}.${field}`, found);
  }
}
