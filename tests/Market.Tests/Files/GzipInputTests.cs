using System.Text;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class GzipInputTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i} {i * 7919 % 1009}\n")));

    [Fact]
    public void Whole_file_reads_back() => Decompress(Formats.Gzip(Text)).ShouldBe(Text);

    [Fact]
    public void Members_one_after_the_other_are_one_file()
    {
        byte[] two = [.. Formats.Gzip(Text), .. Formats.Gzip("end"u8.ToArray()), .. Formats.Gzip([])];
        Decompress(two).ShouldBe([.. Text, .. "end"u8]);
    }

    [Fact]
    public void Optional_header_fields_are_passed_over()
    {
        byte[] plain = Formats.Gzip(Text);
        byte[] header = [.. plain[..3], 4 | 8 | 16 | 2, .. plain[4..10], 2, 0, 99, 99, (byte)'n', 0, (byte)'c', 0, 1, 2];
        Decompress([.. header, .. plain[10..]]).ShouldBe(Text);
    }

    [Fact]
    [Trait("Fault", "F-062")]
    public void Every_cut_is_noticed()
    {
        byte[] whole = Formats.Gzip(Text);
        for (int length = 2; length < whole.Length; length += length < 100 || length > whole.Length - 100 ? 1 : 997)
        {
            byte[] cut = whole[..length];
            Should.Throw<Exception>(() => Decompress(cut)).ShouldBeAssignableTo<SystemException>($"cut at {length}");
        }
    }

    [Fact]
    [Trait("Fault", "F-062")]
    public void Damage_is_noticed()
    {
        byte[] whole = Formats.Gzip(Text);
        for (int at = 20; at < whole.Length; at += 1_511)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            Should.Throw<InvalidDataException>(() => Decompress(damaged), $"damaged at {at}");
        }
    }

    [Fact]
    public void Whole_lines_before_a_cut_are_delivered_first()
    {
        byte[] cut = Formats.Gzip(Text)[..^500];
        using LineReader lines = new(new HeadStream(new GzipInput(new MemoryStream(cut))), "x.gz");
        int count = 0;
        MarketDataException error = Should.Throw<MarketDataException>(() =>
        {
            while (lines.TryRead(out ReadOnlySpan<byte> line))
            {
                line.SequenceEqual(Encoding.ASCII.GetBytes($"line {count} {count * 7919 % 1009}")).ShouldBeTrue();
                count++;
            }
        });
        count.ShouldBeGreaterThan(10_000);
        error.Message.ShouldBe($"x.gz:{count + 1}: the gzip data is cut short or damaged");
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using GzipInput input = new(new MemoryStream(compressed));
        using MemoryStream target = new();
        input.CopyTo(target);
        return target.ToArray();
    }
}
