using Parley.Benchmarks;

Dictionary<string, Func<string[], int>> verbs = new(StringComparer.Ordinal)
{
    ["bars"] = BarsBenchmark.Run,
    ["features"] = FeaturesBenchmark.Run,
    ["ingest"] = IngestBenchmark.Run,
    ["indicators"] = IndicatorsBenchmark.Run,
    ["orders"] = OrdersBenchmark.Run,
    ["pack"] = PackBenchmark.Run,
    ["replay"] = ReplayBenchmark.Run,
    ["risk"] = RiskBenchmark.Run,
    ["scale"] = ScaleBenchmark.Run,
    ["wire"] = WireBenchmark.Run,
};

if (args.Length > 0 && verbs.TryGetValue(args[0], out Func<string[], int>? verb)) return verb(args[1..]);
Console.Error.WriteLine($"usage: benchmarks <{string.Join('|', verbs.Keys)}> [arguments]");
return 4;
