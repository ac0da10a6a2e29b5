/** The desk's JSON, as dashboard/Contract/*.cs writes it. */

export type Mode = 'Normal' | 'Guarded' | 'ReduceOnly' | 'CancelOnly' | 'Halted';
export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stopMarket';
export type Outcome = 'enter' | 'exit' | 'hold' | 'refused' | 'abstained';
export type ControlAction = 'pause' | 'resume' | 'reduce-only' | 'flatten' | 'halt';

export interface Desk {
  name: string;
  profile: string;
  symbols: string[];
  mode: Mode;
  modeReason: string;
  now: string;
  startedAt: string;
  finished: boolean;
  speed: string;
  source: string;
  timeframes: string[];
  account: Account;
  limits: { dailyLoss: number; weeklyLoss: number; drawdown: number; leverage: number };
  positions: Position[];
  openOrders: OpenOrder[];
  counters: Counters;
  feeds: Feed[];
}

export interface Account {
  equity: number;
  cash: number;
  startingBalance: number;
  realised: number;
  unrealised: number;
  fees: number;
  funding: number;
  equityPeak: number;
  drawdown: number;
  dayLoss: number;
  weekLoss: number;
}

export interface Position {
  symbol: string;
  quantity: number;
  averageEntry: number;
  mark: number;
  unrealised: number;
  stop: number | null;
}

export interface OpenOrder {
  id: string;
  symbol: string;
  side: Side;
  type: OrderType;
  quantity: number;
  limit: number | null;
  stop: number | null;
  reduceOnly: boolean;
  phase: string;
}

export interface Counters {
  frames: number;
  bars: number;
  decisions: number;
  orders: number;
  fills: number;
  refusals: number;
  dataIssues: number;
}

export interface Feed {
  topic: string;
  ageSeconds: number | null;
  state: 'ok' | 'stale' | 'mute' | 'broken';
}

export interface Bar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number | null;
}

export interface BarUpdate extends Bar {
  symbol: string;
  timeframe: string;
}

export type FeatureKind = 'bars' | 'flow' | 'funding' | 'reference' | 'market';

export interface CatalogueEntry {
  kind: FeatureKind;
  family: string;
  name: string;
  units: string;
  warmUp: number;
  definition: string;
  source: string;
}

export interface FeatureSeries {
  times: number[];
  values: Record<string, (number | null)[]>;
}

export interface Metrics {
  process: { version: string; uptimeSeconds: number; memoryBytes: number; framesPerSecond: number | null };
  metrics: Metric[];
}

export interface Metric {
  name: string;
  kind: 'counter' | 'upDownCounter' | 'gauge' | 'histogram';
  unit: string;
  description: string;
  tags: Record<string, string>;
  value: number | null;
  spread: { count: number; sum: number; min: number; max: number; p50: number; p99: number } | null;
}

export interface Fill {
  time: number;
  symbol: string;
  side: Side;
  price: number;
  quantity: number;
  fee: number;
  orderId: string;
  decisionId: string | null;
  purpose: 'entry' | 'stop' | 'exit';
}

export interface EquityPoint {
  time: number;
  equity: number;
  drawdown: number | null;
}

export interface DecisionSummary {
  id: string;
  at: string;
  symbol: string;
  outcome: Outcome;
  side: Side | null;
  confidence: number | null;
  probability: number | null;
  quantity: number | null;
  netProfit: number | null;
  summary: string;
}

export interface Decision extends DecisionSummary {
  snapshotHash: string;
  intentHash: string;
  configHash: string;
  snapshot: Snapshot;
  verdicts: Verdict[];
  supervisor: { ruling: 'approve' | 'modify' | 'reject'; reasons: string[] };
  fusion: Fusion;
  risk: Risk | null;
  intents: Intent[];
  orders: Order[];
}

export interface Snapshot {
  asOf: string;
  lastPrice: number;
  trigger: string;
  book: { bids: BookLevel[]; asks: BookLevel[] };
  features: FeatureGroup[];
  account: SnapshotAccount;
  news: NewsItem[];
  dataIssues: string[];
}

export interface BookLevel {
  price: number;
  quantity: number;
}

export interface FeatureGroup {
  name: string;
  features: { name: string; value: number | null; family: string | null }[];
}

export interface SnapshotAccount {
  equity: number;
  cash: number;
  position: number;
  averageEntry: number;
  equityPeak: number;
  openOrders: number;
  unknownOrders: number;
  mode: Mode;
}

export interface NewsItem {
  id: string;
  publishedAt: string;
  source: string;
  headline: string;
  sentiment: number | null;
}

export type Stance = 'long' | 'short' | 'neutral' | 'abstain';

export interface Verdict {
  agent: string;
  role: 'analyst' | 'devilsAdvocate' | 'risk';
  horizon: string | null;
  stance: Stance;
  confidence: number | null;
  reasons: string[];
  citations: Citation[];
  elapsedMs: number | null;
}

export interface Citation {
  field: string;
  value: number | null;
}

export interface Fusion {
  score: number | null;
  probability: number | null;
  threshold: number | null;
  weights: { agent: string; weight: number | null; contribution: number | null }[];
}

export interface Risk {
  allowed: boolean;
  quantity: number;
  checks: RiskCheck[];
}

export interface RiskCheck {
  rule: string;
  outcome: 'Passed' | 'Reduced' | 'Refused';
  measured: number | null;
  limit: number | null;
  explanation: string;
}

export interface Intent {
  id: string;
  side: Side;
  type: OrderType;
  quantity: number;
  limit: number | null;
  stop: number | null;
  reduceOnly: boolean;
}

export interface Order {
  id: string;
  phase: string;
  filled: number;
  averagePrice: number | null;
  reason: string | null;
  fills: { time: number; price: number; quantity: number; fee: number }[];
}
