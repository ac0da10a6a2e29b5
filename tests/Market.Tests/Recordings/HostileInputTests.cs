using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class HostileInputTests
{
    [Fact]
    public void Mutated_frames_are_read_or_refused_in_words() =>
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            StringBuilder text = new();
            for (int i = 0; i < 5; i++) text.Append("1723161254087 ").Append(Encoding.Latin1.GetString(FrameParserTests.Mutate(random))).Append('\n');
            return ReadsOrRefuses("x", Encoding.Latin1.GetBytes(text.ToString()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Mutated_files_of_every_format_are_read_or_refused_in_words()
    {
        (string Name, byte[] Content)[] files =
        [
            ("BTCUSDT-1m-2024-01.csv", Encoding.UTF8.GetBytes(Formats.Klines)),
            ("BTCUSDT-trades-2024-01.csv", Encoding.UTF8.GetBytes(Formats.Trades)),
            ("BTCUSDT-aggTrades-2024-01.csv", Encoding.UTF8.GetBytes(Formats.AggregateTrades)),
            ("BTC_USDT-5m.json", Encoding.UTF8.GetBytes(Formats.Freqtrade)),
            ("generic_1m.csv", Encoding.UTF8.GetBytes(Formats.Generic)),
            ("own.gz", Formats.OwnRecording()),
            ("own.txt", Formats.Unzip(Formats.OwnRecording())),
        ];
        Prop.ForAll<int>(seed =>
        {
            Random random = new(seed);
            (string name, byte[] content) = files[random.Next(files.Length)];
            return ReadsOrRefuses(name, Mutate(content, random));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));
    }

    [Fact]
    public void Random_bytes_are_refused_in_words() =>
        Prop.ForAll<byte[]>(bytes => ReadsOrRefuses("noise", bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool ReadsOrRefuses(string name, byte[] content)
    {
        using TempFile temp = new(name, content);
        try
        {
            using IMarketFile file = MarketFiles.Open(temp.Path);
            EventLog.Of(file);
        }
        catch (MarketDataException exception)
        {
            exception.Message.ShouldStartWith(temp.Path);
            exception.Message.ShouldNotContain('\n');
        }

        return true;
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        List<byte> bytes = [.. content];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, "0-.,\"\n[]{}e"u8[random.Next(11)]); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }

            if (bytes.Count == 0) break;
        }

        return [.. bytes];
    }
}
