using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class VolumeProfileTests
{
    [Fact]
    public void Adding_and_removing_equals_a_dictionary()
    {
        var profile = new VolumeProfile();
        var random = new Lcg(91);
        var added = new Queue<(Price Price, long Quantity)>();
        var volumes = new SortedDictionary<int, Int128>();
        for (int i = 0; i < 20_000; i++)
        {
            (Price price, long quantity) = (Price.From(20_000 + random.Below(5_000)), random.Below(1_000_000));
            added.Enqueue((price, quantity));
            profile.Add(price, quantity);
            volumes[PriceCell.Of(price)] = volumes.GetValueOrDefault(PriceCell.Of(price)) + quantity;
            while (added.Count > random.Below(2_000))
            {
                (price, quantity) = added.Dequeue();
                profile.Remove(price, quantity);
                volumes[PriceCell.Of(price)] -= quantity;
            }

            if (i % 50 != 0 || profile.IsEmpty) continue;
            profile.Total.ShouldBe(volumes.Values.Aggregate((a, b) => a + b));
            foreach ((int cell, Int128 volume) in volumes) profile.VolumeOf(cell).ShouldBe(volume);
            profile.PointOfControl().ShouldBe(volumes.Where(v => v.Value == volumes.Values.Max()).Min(v => v.Key));
        }

        while (added.TryDequeue(out (Price Price, long Quantity) last)) profile.Remove(last.Price, last.Quantity);
        profile.IsEmpty.ShouldBeTrue();
        profile.Total.ShouldBe(0);
    }

    [Fact]
    public void The_value_area_grows_by_the_larger_neighbour_and_by_both_where_they_are_equal()
    {
        // 70 % of 100 is 70: 40, then 15 above, then 10 on both sides.
        VolumeProfile profile = Of(5, 10, 40, 15, 10, 20);
        int first = PriceCell.Of(PriceOf(0));
        profile.PointOfControl().ShouldBe(first + 2);
        profile.ValueArea(40, first + 2).ShouldBe((first + 2, first + 2));
        profile.ValueArea(41, first + 2).ShouldBe((first + 2, first + 3));
        profile.ValueArea(70, first + 2).ShouldBe((first + 1, first + 4));
        profile.ValueArea(76, first + 2).ShouldBe((first + 1, first + 5));
        profile.ValueArea(100, first + 2).ShouldBe((first, first + 5));
    }

    [Fact]
    public void Nodes_are_local_maxima_of_enough_volume()
    {
        VolumeProfile profile = Of(5, 30, 5, 40, 0, 0, 20, 20, 1, 19, 3);
        int first = PriceCell.Of(PriceOf(0));
        profile.Node(first + 4, +1, least: 20).ShouldBe(first + 6, "of equal neighbours the lower counts");
        profile.Node(first + 6, +1, least: 20).ShouldBeNull();
        profile.Node(first + 6, +1, least: 19).ShouldBe(first + 9);
        profile.Node(first + 4, -1, least: 20).ShouldBe(first + 3);
        profile.Node(first + 3, -1, least: 20).ShouldBe(first + 1);
        profile.Node(first + 1, -1, least: 1).ShouldBeNull();
        profile.Node(first - 500, +1, least: 35).ShouldBe(first + 3);
        profile.Node(first + 500, -1, least: 35).ShouldBe(first + 3);
    }

    [Fact]
    public void Prices_too_far_from_the_newest_are_forgotten_for_good()
    {
        var profile = new VolumeProfile();
        profile.Add(Price.From(100), 5);
        profile.Add(Price.From(150), 7);
        profile.Add(Price.From(172), 9);
        profile.Total.ShouldBe(16, "172 is more than 1,023 cells above 100");
        profile.Remove(Price.From(100), 5);
        profile.Total.ShouldBe(16);
        profile.Add(Price.From(100), 2);
        profile.Remove(Price.From(100), 5);
        profile.Total.ShouldBe(7);
        profile.PointOfControl().ShouldBe(PriceCell.Of(Price.From(150)));
        profile.Add(Price.From(4_000_000), 1);
        profile.Total.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(99_999_999)]
    [InlineData(6_000_000_000_000)]
    [InlineData(long.MaxValue)]
    public void A_cell_holds_its_prices_and_is_five_basis_points_wide(long raw)
    {
        int cell = PriceCell.Of(Price.FromRaw(raw));
        double price = raw / 1e8;
        price.ShouldBeInRange(PriceCell.Low(cell) * (1 - 1e-12), PriceCell.High(cell) * (1 + 1e-12));
        PriceCell.Middle(cell).ShouldBeInRange(PriceCell.Low(cell), PriceCell.High(cell));
        (PriceCell.High(cell) / PriceCell.Low(cell)).ShouldBe(1.0005, 1e-6);
    }

    private static Price PriceOf(int cell) => Price.FromRaw((long)(6e12 * Math.Exp((cell + 0.5) * 0.0005)));

    private static VolumeProfile Of(params long[] volumes)
    {
        var profile = new VolumeProfile();
        for (int i = 0; i < volumes.Length; i++) profile.Add(PriceOf(i), volumes[i]);
        return profile;
    }
}
