using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Tests.Kernels.Programs;

public static class ControlFlowPrograms
{
    [Kernel]
    [Program]
    public static void NestedLoops(ArrayView<int> y, int n)
    {
        var i = Index();
        var sum = 0;
        for (var a = 0; a < n; a++)
        {
            for (var b = a; b < n; b += 2)
                sum += (a * b) ^ i;
            sum -= a;
        }

        y[i] = sum;
    }

    [Kernel]
    [Program]
    public static void EarlyExit(ArrayView<int> y, int n)
    {
        var i = Index();
        if (i >= n)
            return;
        if (i == 3)
        {
            y[i] = -1;
            return;
        }

        y[i] = i * n;
    }

    [Kernel]
    [Program]
    public static void ReturnInsideLoops(ArrayView<int> x, ArrayView<int> y, int n)
    {
        var i = Index();
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < 3; b++)
            {
                if (x[(a * 3) + b] > 20 + i)
                {
                    y[i] = (a * 10) + b;
                    return;
                }
            }
        }

        y[i] = -7;
    }

    [Kernel]
    [Program]
    public static void BreakAndContinue(ArrayView<int> x, ArrayView<int> y, int n)
    {
        var i = Index();
        var sum = 0;
        for (var a = 0; a < 10; a++)
        {
            if ((x[a] & 1) == 0)
                continue;
            for (var b = 0; ; b++)
            {
                if (b == n)
                    break;
                if (x[a + b] == i)
                    continue;
                if (x[b] > 25)
                    break;
                sum += b;
            }

            if (sum > 40)
                break;
            sum++;
        }

        y[i] = sum;
    }

    [Kernel]
    [Program]
    public static void DoWhile(ArrayView<int> y, int n)
    {
        var i = Index();
        var k = i;
        do
        {
            k += 5;
            if (k == 20)
                continue;
            k -= 1;
        }
        while (k < n * 6);
        y[i] = k;
    }

    [Kernel]
    [Program]
    public static void WhileWithConditions(ArrayView<int> x, ArrayView<int> y, int n)
    {
        var i = Index();
        var a = 0;
        while (a < 20 && (x[a] < 10 || a == i) && !(a > n && x[a] < 0))
            a++;
        y[i] = a;
    }

    [Kernel]
    [Program]
    public static void GotoOutOfLoops(ArrayView<int> x, ArrayView<int> y, int n)
    {
        var i = Index();
        var found = -1;
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
            {
                if (x[a + b] == x[i] + 1)
                {
                    found = (a * 100) + b;
                    goto Found;
                }

                if (x[a] < -20)
                    goto Next;
            }

            found--;
        Next:
            found -= 10;
        }

        found -= 1000;
    Found:
        y[i] = found;
    }

    [Kernel]
    [Program]
    public static void Switches(ArrayView<int> x, ArrayView<int> y)
    {
        var i = Index();
        switch (i)
        {
            case 0:
                y[i] = 5;
                break;
            case 1:
            case 2:
                y[i] = x[i];
                goto case 4;
            case 4:
                y[i + 20] = 4;
                break;
            case 5:
                return;
            case 9:
                for (var k = 0; k < 4; k++)
                {
                    if (x[k] > 3)
                        break;
                    y[i] += k;
                }

                break;
            default:
                y[i] = -1;
                break;
        }

        y[i + 40] = i switch { 0 => 3, 1 => 8, 2 => x[i], 3 or 4 or 5 => 1, > 8 => -3, _ => 100 };
    }

    [Kernel]
    [Program]
    public static void Ternaries(ArrayView<float> x, ArrayView<float> y, ArrayView<int> z, bool flag)
    {
        var i = Index();
        var v = x[i];
        y[i] = v < 0f ? -v : i > 4 ? v * 2f : flag && v > 3f ? 1f : v;
        y[i + 12] += i < 6 ? x[i + 1] : 1f;
        z[i] = (v < 1f ? 1 : 0) + (i % 2 == 0 || v > 5f ? 10 : 20);
    }

    [Kernel]
    [Program]
    public static void ShortCircuits(ArrayView<int> x, ArrayView<int> y, bool flag)
    {
        var i = Index();
        var a = i > 2 && x[i] > 0;
        var b = a || x[i + 1] > 5 || (flag && i < 4);
        var c = !a & b;
        var d = a ^ b | c;
        if (a == b && !(c && d))
            y[i] = 1;
        else if (a != c || d)
            y[i] = 2;
        y[i + 12] = a ? b ? 3 : 4 : c ? 5 : 6;
        y[i + 24] = (a ? 1 : 0) + (b ? 2 : 0) + (c ? 4 : 0) + (d ? 8 : 0);
        z(y, i, x[i] > 3 && b);

        static void z(ArrayView<int> y, int i, bool value) => y[i + 36] = value ? 1 : -1;
    }

    [Kernel]
    [Program]
    public static void LoopWithoutHeaderTest(ArrayView<int> x, ArrayView<int> y)
    {
        var i = Index();
        var sum = 0;
        while (true)
        {
            sum += x[sum & 15] & 7;
            if (sum > 30)
                break;
            sum += 1;
            if ((sum & 3) == i)
                return;
        }

        y[i] = sum;
    }

    [Kernel]
    [Program("kind=0")]
    [Program("kind=1")]
    [Program("kind=2")]
    public static void ConstantBranches(ArrayView<int> y, ArrayView<int> x, [Constant] int kind, int n)
    {
        var i = Index();
        var isSecond = kind == 1;
        if (kind == 0 && n > 3)
        {
            y[i] = 1;
        }
        else if (isSecond || (kind == 2 && x[i] > 0))
        {
            for (var k = 0; k < kind; k++)
                y[i] += x[k];
        }

        switch (kind)
        {
            case 0:
                y[i + 12] = 4;
                break;
            case 1:
                y[i + 12] = x[i];
                break;
            default:
                y[i + 12] = 9;
                break;
        }

        y[i + 24] = kind == 2 ? x[i] : isSecond ? 3 : 4;
    }

    private static int Index() => (Grid.IdxX * Group.DimX) + Group.IdxX;
}
