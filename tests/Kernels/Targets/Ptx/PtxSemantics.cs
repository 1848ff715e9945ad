using System.Runtime.InteropServices;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>
/// What instructions mean, after NVIDIA's "Parallel Thread Execution ISA", chapter 9. A signature has a letter for each
/// operand, the result first: p predicate, h half, r word, f float, a address, x word or float.
/// </summary>
internal static class PtxSemantics
{
    public delegate void Step(PtxThread thread, int[] o);

    public static readonly IReadOnlyDictionary<string, (string Signature, Step Step)> Table = Make();

    private static Dictionary<string, (string Signature, Step Step)> Make()
    {
        var table = new Dictionary<string, (string Signature, Step Step)>
        {
            ["mov.u32"] = ("rr", (t, o) => t.R[o[0]] = t.R[o[1]]),
            ["mov.b32"] = ("xx", (t, o) => t.R[o[0]] = t.R[o[1]]),
            ["mov.b32 {,},"] = ("hhr", (t, o) =>
            {
                var word = t.U(o[2]);
                (t.R[o[0]], t.R[o[1]]) = (word & 0xFFFF, word >> 16);
            }
            ),
            ["mov.b32 ,{,}"] = ("rhh", (t, o) => t.R[o[0]] = t.U(o[1]) | (t.U(o[2]) << 16)),
            ["mov.f32"] = ("ff", (t, o) => t.R[o[0]] = t.R[o[1]]),
            ["mov.pred"] = ("pp", (t, o) => t.R[o[0]] = t.R[o[1]]),
            ["selp.b32"] = ("rrrp", (t, o) => t.R[o[0]] = t.R[t.P(o[3]) ? o[1] : o[2]]),
            ["selp.f32"] = ("fffp", (t, o) => t.R[o[0]] = t.R[t.P(o[3]) ? o[1] : o[2]]),
            ["cvta.to.global.u64"] = ("aa", (t, o) => t.R[o[0]] = t.R[o[1]]),
            ["mad.wide.s32"] = ("arra", (t, o) =>
                t.R[o[0]] = unchecked((ulong)((long)t.I(o[1]) * t.I(o[2])) + t.R[o[3]])),
            ["mul.wide.u32"] = ("arr", (t, o) => t.R[o[0]] = (ulong)t.U(o[1]) * t.U(o[2])),
            ["shr.u64"] = ("aar", (t, o) => t.R[o[0]] = t.U(o[2]) > 63 ? 0 : t.R[o[1]] >> t.I(o[2])),
            ["cvt.u32.u64"] = ("ra", (t, o) => t.R[o[0]] = (uint)t.R[o[1]]),
            ["mad.lo.s32"] = ("rrrr", (t, o) => t.SetI(o[0], unchecked((t.I(o[1]) * t.I(o[2])) + t.I(o[3])))),
            ["fma.rn.f32"] = ("ffff", (t, o) =>
                t.SetF(o[0], MathF.FusedMultiplyAdd(t.F(o[1]), t.F(o[2]), t.F(o[3])))),
            ["cvt.rn.f32.s32"] = ("fr", (t, o) => t.SetF(o[0], t.I(o[1]))),
            ["cvt.rn.f32.u32"] = ("fr", (t, o) => t.SetF(o[0], t.U(o[1]))),
            ["cvt.rzi.s32.f32"] = ("rf", (t, o) => t.SetI(o[0], Saturated(t.F(o[1])))),
            ["cvt.rn.f16.f32"] = ("hf", (t, o) => t.R[o[0]] = BitConverter.HalfToUInt16Bits((Half)t.F(o[1]))),
            ["cvt.f32.f16"] = ("fh", (t, o) => t.SetF(o[0], (float)BitConverter.UInt16BitsToHalf((ushort)t.R[o[1]]))),
            ["bfe.s32"] = ("rrrr", (t, o) =>
                t.SetI(o[0], t.I(o[1]) << (32 - t.I(o[2]) - t.I(o[3])) >> (32 - t.I(o[3])))),
            ["not.b32"] = ("rr", (t, o) => t.SetI(o[0], ~t.I(o[1]))),
            ["not.pred"] = ("pp", (t, o) => t.SetP(o[0], !t.P(o[1]))),
            ["shl.b32"] = ("rrr", (t, o) => t.R[o[0]] = t.U(o[2]) > 31 ? 0 : t.U(o[1]) << t.I(o[2])),
            ["shr.u32"] = ("rrr", (t, o) => t.R[o[0]] = t.U(o[2]) > 31 ? 0 : t.U(o[1]) >> t.I(o[2])),
            ["shr.s32"] = ("rrr", (t, o) => t.SetI(o[0], t.I(o[1]) >> (int)Math.Min(t.U(o[2]), 31))),
        };
        Unary(table, "f32", "ff", (t, d, a, f) => t.SetF(d, f(t.F(a))), new()
        {
            ["neg"] = a => -a,
            ["abs"] = MathF.Abs,
            ["sqrt.rn"] = MathF.Sqrt,
            ["rcp.rn"] = a => 1 / a,
            ["cvt.rmi.f32"] = MathF.Floor,
        });
        Unary<int>(table, "s32", "rr", (t, d, a, f) => t.SetI(d, f(t.I(a))), new()
        {
            ["neg"] = a => unchecked(-a),
            ["abs"] = a => a < 0 ? unchecked(-a) : a,
        });
        Binary(table, "f32", "fff", (t, d, a, b, f) => t.SetF(d, f(t.F(a), t.F(b))), new()
        {
            ["add.rn"] = (a, b) => a + b,
            ["sub.rn"] = (a, b) => a - b,
            ["mul.rn"] = (a, b) => a * b,
            ["div.rn"] = (a, b) => a / b,
            // IEEE 754-2019's maximumNumber and minimumNumber.
            ["max"] = float.MaxNumber,
            ["min"] = float.MinNumber,
        });
        Binary<int>(table, "s32", "rrr", (t, d, a, b, f) => t.SetI(d, f(t.I(a), t.I(b))), new()
        {
            ["add"] = (a, b) => unchecked(a + b),
            ["sub"] = (a, b) => unchecked(a - b),
            ["mul.lo"] = (a, b) => unchecked(a * b),
            // Undefined cases throw, as C# does.
            ["div"] = (a, b) => a / b,
            ["rem"] = (a, b) => a % b,
            ["max"] = Math.Max,
            ["min"] = Math.Min,
        });
        Binary<uint>(table, "u32", "rrr", (t, d, a, b, f) => t.R[d] = f(t.U(a), t.U(b)), new()
        {
            ["add"] = (a, b) => unchecked(a + b),
            ["sub"] = (a, b) => unchecked(a - b),
            ["mul.lo"] = (a, b) => unchecked(a * b),
            ["div"] = (a, b) => a / b,
            ["rem"] = (a, b) => a % b,
            ["max"] = Math.Max,
            ["min"] = Math.Min,
        });
        foreach (var (kind, signature) in new[] { ("b32", "rrr"), ("pred", "ppp") })
        {
            Binary<uint>(table, kind, signature, (t, d, a, b, f) => t.R[d] = f(t.U(a), t.U(b)), new()
            {
                ["and"] = (a, b) => a & b,
                ["or"] = (a, b) => a | b,
                ["xor"] = (a, b) => a ^ b,
            });
        }

        Compare(table, "s32", "prr", (t, r) => t.I(r));
        Compare(table, "u32", "prr", (t, r) => t.U(r));
        Compare(table, "f32", "pff", (t, r) => t.F(r));
        table["setp.neu.f32"] = ("pff", (t, o) => t.SetP(o[0], !(t.F(o[1]) == t.F(o[2]))));
        foreach (var space in new[] { "global", "global.nc", "shared" })
            Memory(table, space);
        return table;
    }

    private static int Saturated(float value) => float.IsNaN(value) ? 0
        : value >= 2147483648f ? int.MaxValue : value <= -2147483648f ? int.MinValue : (int)value;

    private static void Unary<T>(Dictionary<string, (string Signature, Step Step)> table, string type,
        string signature, Action<PtxThread, int, int, Func<T, T>> apply, Dictionary<string, Func<T, T>> functions)
    {
        foreach (var (name, function) in functions)
            table.Add($"{name}.{type}", (signature, (t, o) => apply(t, o[0], o[1], function)));
    }

    private static void Unary(Dictionary<string, (string Signature, Step Step)> table, string type,
        string signature, Action<PtxThread, int, int, Func<float, float>> apply,
        Dictionary<string, Func<float, float>> functions) => Unary<float>(table, type, signature, apply, functions);

    private static void Binary<T>(Dictionary<string, (string Signature, Step Step)> table, string type,
        string signature, Action<PtxThread, int, int, int, Func<T, T, T>> apply,
        Dictionary<string, Func<T, T, T>> functions)
    {
        foreach (var (name, function) in functions)
            table.Add($"{name}.{type}", (signature, (t, o) => apply(t, o[0], o[1], o[2], function)));
    }

    private static void Binary(Dictionary<string, (string Signature, Step Step)> table, string type,
        string signature, Action<PtxThread, int, int, int, Func<float, float, float>> apply,
        Dictionary<string, Func<float, float, float>> functions) =>
        Binary<float>(table, type, signature, apply, functions);

    private static void Compare<T>(Dictionary<string, (string Signature, Step Step)> table, string type,
        string signature, Func<PtxThread, int, T> read)
        where T : System.Numerics.INumber<T>
    {
        void Add(string name, Func<T, T, bool> holds) => table.Add(
            $"setp.{name}.{type}", (signature, (t, o) => t.SetP(o[0], holds(read(t, o[1]), read(t, o[2])))));

        Add("eq", (a, b) => a == b);
        // Of floats the ordered one, which no kernel wants: false if either is not a number.
        Add("ne", (a, b) => a < b || a > b);
        Add("lt", (a, b) => a < b);
        Add("le", (a, b) => a <= b);
        Add("gt", (a, b) => a > b);
        Add("ge", (a, b) => a >= b);
    }

    // The address and its constant part are the operands 1 and 2 of a load, 0 and 1 of a store.
    private static void Memory(Dictionary<string, (string Signature, Step Step)> table, string space)
    {
        var isShared = space == "shared";
        var address = isShared ? 'r' : 'a';

        Span<byte> At(PtxThread t, int register, int offset, int size) => isShared
            ? t.Memory.Shared(t.U(register) + t.U(offset), size)
            : t.Memory.Global(t.R[register] + (ulong)(long)t.I(offset), size);

        void Load<T>(string type, char result, Func<T, uint> widen)
            where T : unmanaged =>
            table.Add($"ld.{space}.{type}", ($"{result}{address}i", (t, o) =>
                t.R[o[0]] = widen(MemoryMarshal.Read<T>(At(t, o[1], o[2], Marshal.SizeOf<T>())))));

        void Store<T>(string type, char value, Func<uint, T> narrow)
            where T : unmanaged =>
            table.Add($"st.{space}.{type}", ($"{address}i{value}", (t, o) =>
                MemoryMarshal.Write(At(t, o[0], o[1], Marshal.SizeOf<T>()), narrow(t.U(o[2])))));

        // All elements at once: the address must be aligned to all of them.
        void Vector<T>(int count, string type, char register)
            where T : unmanaged, System.Numerics.INumber<T>
        {
            var registers = new string(register, count);
            var size = count * Marshal.SizeOf<T>();
            table.Add($"ld.{space}.v{count}.{type}", ($"{registers}{address}i", (t, o) =>
            {
                var elements = MemoryMarshal.Cast<byte, T>(At(t, o[count], o[count + 1], size));
                for (var i = 0; i < count; i++)
                    t.R[o[i]] = uint.CreateTruncating(elements[i]);
            }
            ));
            if (space == "global.nc")
                return;
            table.Add($"st.{space}.v{count}.{type}", ($"{address}i{registers}", (t, o) =>
            {
                var elements = MemoryMarshal.Cast<byte, T>(At(t, o[0], o[1], size));
                for (var i = 0; i < count; i++)
                    elements[i] = T.CreateTruncating(t.U(o[i + 2]));
            }
            ));
        }

        foreach (var count in new[] { 2, 4 })
        {
            Vector<uint>(count, "f32", 'f');
            Vector<uint>(count, "u32", 'r');
        }

        Load<uint>("f32", 'f', v => v);
        Load<uint>("u32", 'r', v => v);
        Load<ushort>("b16", 'h', v => v);
        Load<ushort>("u16", 'r', v => v);
        Load<short>("s16", 'r', v => (uint)v);
        Load<byte>("u8", 'r', v => v);
        Load<sbyte>("s8", 'r', v => (uint)v);
        if (space == "global.nc")
            return;
        Store("f32", 'f', v => v);
        Store("u32", 'r', v => v);
        Store("b16", 'h', v => (ushort)v);
        Store("u16", 'r', v => (ushort)v);
        Store("s16", 'r', v => (ushort)v);
        Store("u8", 'r', v => (byte)v);
        Store("s8", 'r', v => (byte)v);

        void Atomic(string type, char kind, Action<PtxThread, int, int, Span<byte>> add) =>
            table.Add($"atom.{space}.add.{type}", ($"{kind}{address}i{kind}", (t, o) =>
                add(t, o[0], o[3], At(t, o[1], o[2], 4))));

        Atomic("f32", 'f', (t, result, value, place) =>
        {
            var (old, added) = (MemoryMarshal.Read<float>(place), t.F(value));
            MemoryMarshal.Write(place, old + added);
            t.SetF(result, old);
        });
        foreach (var type in new[] { "s32", "u32" })
        {
            Atomic(type, 'r', (t, result, value, place) =>
            {
                var (old, added) = (MemoryMarshal.Read<int>(place), t.I(value));
                MemoryMarshal.Write(place, unchecked(old + added));
                t.SetI(result, old);
            });
        }
    }
}
