import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.js';
import { type Scene, startScene } from '../support/scene.js';
import { CONTEXTS, type TestTellerOptions } from '../support/teller.js';

export interface Flow {
  readonly scene: Scene;
  readonly model: OpenAiServer;
  release(): Promise<void>;
}

/** Teller with the sample bank's documents and a language model of the test's own, which is asked every time. */
export async function startFlow(moderators: number, options: TestTellerOptions & { readonly keepsAnswers?: boolean } = {}): Promise<Flow> {
  const model = await startOpenAiServer();
  const env = modelEnvironment(model);
  const scene = await startScene(moderators, { ...options, env: { ...env, ...options.env } });
  if (!options.keepsAnswers) await scene.teller.database.owner.raw(KEEP_NO_ANSWERS);
  return {
    scene,
    model,
    async release() {
      await scene.release();
      await model.close();
    },
  };
}

const KEEP_NO_ANSWERS = `
  create function keep_nothing() returns trigger language plpgsql as 'begin return null; end';
  create trigger keep_nothing before insert on answer_cache for each row execute function keep_nothing();`;

export function modelEnvironment(model: OpenAiServer): Record<string, string> {
  return { OPENAI_API_KEY: 'test-key', OPENAI_BASE_URL: model.baseUrl, EMBEDDINGS: 'local', CONTEXTS_DIR: CONTEXTS };
}
